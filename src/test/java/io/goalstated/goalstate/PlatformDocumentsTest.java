package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.goalstate.VersionsDocument.Negotiation;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smaller documents of spec 01 §1.4, §4 and §5.2. */
class PlatformDocumentsTest {
    private static final String GOAL_STATE = """
            <GoalState>
              <Version>2012-11-30</Version>
              <Incarnation>5</Incarnation>
              <Container>
                <ContainerId>c-1</ContainerId>
                <RemoteAccessInfo>http://h/users</RemoteAccessInfo>
                <RoleInstanceList>
                  <RoleInstance>
                    <InstanceId>r-1</InstanceId>
                    <Configuration>
                      <HostingEnvironmentConfig>http://h/env</HostingEnvironmentConfig>
                      <SharedConfig>http://h/shared</SharedConfig>
                      <ExtensionsConfig>http://h/ext?a=1&amp;b=2</ExtensionsConfig>
                      <Certificates>http://h/certs</Certificates>
                      <ConfigName>dep.0.dep.0._vm.1.xml</ConfigName>
                    </Configuration>
                  </RoleInstance>
                  <RoleInstance><InstanceId>r-2</InstanceId></RoleInstance>
                </RoleInstanceList>
              </Container>
            </GoalState>
            """;

    private static GoalStateDocument complete(String text) throws MalformedGoalState {
        return GoalStateAnswer.parse(text).match(document -> document, incarnation -> {
            throw new AssertionError("no RoleInstance");
        });
    }

    @Test
    void a_goal_state_names_the_first_role_instance_and_its_documents() throws MalformedGoalState {
        assertThat(complete(GOAL_STATE))
                .isEqualTo(new GoalStateDocument(
                        new Incarnation("5"),
                        "c-1",
                        "r-1",
                        Optional.of("dep.0.dep.0._vm.1.xml"),
                        "http://h/env",
                        "http://h/shared",
                        Optional.of("http://h/ext?a=1&b=2"),
                        Optional.of("http://h/certs"),
                        Optional.of("http://h/users")));
        assertThat(complete(GOAL_STATE).deploymentId()).contains("dep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExtensionsConfig", "Certificates", "ConfigName", "RemoteAccessInfo"})
    void some_of_it_may_be_absent(String element) throws MalformedGoalState {
        String text = GOAL_STATE.replaceAll("<" + element + ">.*</" + element + ">", "");

        assertThat(complete(text).toString()).contains("Optional.empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Incarnation", "ContainerId", "InstanceId", "HostingEnvironmentConfig", "SharedConfig"})
    void the_rest_is_required(String element) {
        String text = GOAL_STATE.replaceAll("<" + element + ">.*</" + element + ">", "");

        assertThatThrownBy(() -> GoalStateAnswer.parse(text.replace("<RoleInstance></RoleInstance>", "")))
                .hasMessageStartingWith("GoalState: no " + element);
    }

    @Test
    void a_goal_state_without_a_role_instance_is_to_be_asked_for_again() throws MalformedGoalState {
        GoalStateAnswer answer = GoalStateAnswer.parse(
                "<GoalState><Incarnation>5</Incarnation><Container><ContainerId>c</ContainerId></Container></GoalState>");

        assertThat(answer).isEqualTo(new GoalStateAnswer.WithoutRoleInstance(new Incarnation("5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<GoalState>", "<html/>", "<GoalState/>"})
    void what_is_no_goal_state_is_an_error(String text) {
        assertThatThrownBy(() -> GoalStateAnswer.parse(text)).isInstanceOf(MalformedGoalState.class);
    }

    @Test
    void a_name_that_would_break_out_of_a_header_is_refused() {
        assertThatThrownBy(() -> GoalStateAnswer.parse(GOAL_STATE.replace("c-1", "c&#10;Evil: 1")))
                .hasMessageContaining("no header can carry");
        assertThatThrownBy(() -> GoalStateAnswer.parse(GOAL_STATE.replace(">5<", ">../5<")))
                .hasMessageContaining("Incarnation is unusable");
    }

    @ParameterizedTest
    @CsvSource({
        "2012-11-30, 2015-04-05, PREFERRED",
        "2015-04-05, 2012-11-30, SUPPORTED",
        "2015-04-05, 2015-04-05, REFUSED",
    })
    void our_protocol_version_must_be_preferred_or_supported(String preferred, String supported, Negotiation result)
            throws MalformedGoalState {
        VersionsDocument versions = VersionsDocument.parse("<Versions><Preferred><Version>" + preferred
                + "</Version></Preferred><Supported><Version>2010-12-15</Version><Version>" + supported
                + "</Version></Supported></Versions>");

        assertThat(versions.negotiate()).isEqualTo(result);
    }

    @Test
    void an_empty_versions_document_refuses_us() throws MalformedGoalState {
        assertThat(VersionsDocument.parse("<Versions/>").negotiate()).isEqualTo(Negotiation.REFUSED);
    }

    @Test
    void names_missing_from_the_hosting_environment_are_empty() throws MalformedGoalState {
        assertThat(HostingEnvironment.parse(
                        "<HostingEnvironmentConfig><Deployment name='d'/></HostingEnvironmentConfig>"))
                .isEqualTo(new HostingEnvironment("", "", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"onHold\": true}", "{\"onHold\": \"True\"}", "{\"onHold\":true}\0\0 \0"})
    void an_artifacts_profile_can_hold_the_extensions(String text) {
        assertThat(ArtifactsProfile.parse(text)).isEqualTo(new ArtifactsProfile(true, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \0\0", "{}", "{\"onHold\": false}", "{\"onHold\": \"FALSE\"}"})
    void it_often_does_not(String text) {
        assertThat(ArtifactsProfile.parse(text)).isEqualTo(new ArtifactsProfile(false, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "hunter2", "{\"onHold\": 1}", "{\"onHold\": null}", "{\"onHold\": \"hunter2\"}"})
    void an_unreadable_profile_holds_nothing_and_is_a_problem(String text) {
        ArtifactsProfile profile = ArtifactsProfile.parse(text);

        assertThat(profile.onHold()).isFalse();
        assertThat(profile.problem()).hasValueSatisfying(it -> assertThat(it).doesNotContain("hunter2"));
    }

    @Test
    void certificates_come_in_one_format() throws MalformedGoalState {
        assertThat(CertificateFile.parse("<CertificateFile><Format>Pkcs7BlobWithPfxContents</Format><Data>\nMII\nO\n"
                        + "</Data></CertificateFile>"))
                .isEqualTo(new CertificateFile.Envelope("MII\nO"));
        assertThat(CertificateFile.parse("<CertificateFile><Data>MIIO</Data></CertificateFile>"))
                .isEqualTo(new CertificateFile.Envelope("MIIO"));
        assertThat(CertificateFile.parse(
                        "<CertificateFile><Format>CertificatesNonPfxPackage</Format><Data>x</Data></CertificateFile>"))
                .isEqualTo(new CertificateFile.OtherFormat("CertificatesNonPfxPackage"));
        assertThat(CertificateFile.parse(
                        "<CertificateFile><Format>CertificatesNonPfxPackage</Format></CertificateFile>"))
                .isEqualTo(new CertificateFile.NoData());
    }

    @Test
    void an_empty_remote_access_document_has_no_users() throws MalformedGoalState {
        assertThat(RemoteAccess.parse(" \n").users()).isEmpty();
        assertThat(RemoteAccess.parse("<RemoteAccess/>").users()).isEmpty();
    }

    @Test
    void a_wrong_document_does_not_pass_for_an_empty_list_of_users() {
        assertThatThrownBy(() -> RemoteAccess.parse("<Error/>"))
                .hasMessage("RemoteAccess: the root element is not RemoteAccess");
    }

    @ParameterizedTest
    @CsvSource({
        "'Tue, 14 Jan 2031 10:00:00 UTC', 2031-01-14T10:00:00Z",
        "'Mon, 1 Sep 2031 10:00:59 GMT', 2031-09-01T10:00:59Z",
        "'Tue, 31 Feb 2031 10:00:00 UTC', ",
        "'Tue, 14 Jan 2031 25:00:00 UTC', ",
        "'Tue, 14 Jan 2031 10:00:00 CET', ",
        "'Tue, 14 jan 2031 10:00:00 UTC', ",
        "'14 Jan 2031 10:00:00 UTC', ",
        "2031-01-14, ",
        "'Tue, 14 Jan 2031 10:00 UTC', ",
        "'Tue, 14 Jan 20310000000 10:00:00 UTC', ",
        "'Tue, 14 Jan -2031 10:00:00 UTC', ",
        "'', ",
    })
    void a_user_expires_at_the_given_time_if_it_can_be_read(String text, Instant expected) throws MalformedGoalState {
        RemoteAccess.User user = RemoteAccess.parse(
                        "<RemoteAccess><Users><User><Name>jit</Name><Password>MIIB</Password>" + "<Expiration>" + text
                                + "</Expiration></User><User/></Users></RemoteAccess>")
                .users()
                .get(0);

        assertThat(user.expiration()).isEqualTo(Optional.ofNullable(expected));
        assertThat(user.encryptedPassword()).isEqualTo("MIIB");
        assertThat(user).asString().doesNotContain("MIIB");
    }
}
