package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.VersionNumber;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the parsers with real documents and with what the corpus says about them. */
class CorpusTest {
    private static final Incarnation ONE = new Incarnation("1");

    @Test
    void the_goal_state_document_names_the_machine_and_its_documents() throws MalformedGoalState {
        GoalStateDocument document = goalState("wireserver/goal-state/goal_state.xml");

        assertThat(document.incarnation()).isEqualTo(ONE);
        assertThat(document.containerId()).isEqualTo("c6d5526c-5ac2-4200-b6e2-56f2b70c5ab2");
        assertThat(document.roleInstanceId()).isEqualTo("b61f93d0-e1ed-40b2-b067-22c243233448.MachineRole_IN_0");
        assertThat(document.configName())
                .contains(
                        "bc8b9d47-b5ed-4704-85d9-fd74cc967ec2.5.bc8b9d47-b5ed-4704-85d9-fd74cc967ec2.5._canary.1.xml");
        assertThat(document.deploymentId()).contains("bc8b9d47-b5ed-4704-85d9-fd74cc967ec2");
        assertThat(document.certificates().orElseThrow()).endsWith("?comp=certificates&incarnation=1");
        assertThat(document.extensionsConfig()).isPresent();
        assertThat(document.remoteAccess()).isEmpty();
    }

    @Test
    void optional_documents_may_be_missing() throws MalformedGoalState {
        assertThat(goalState("wireserver/goal-state/goal_state_no_certs.xml").certificates())
                .isEmpty();
        assertThat(goalState("wireserver/goal-state/goal_state_no_ext.xml").extensionsConfig())
                .isEmpty();
    }

    @Test
    void of_two_config_names_the_first_wins_and_uris_are_trimmed() throws MalformedGoalState {
        GoalStateDocument document = goalState("wireserver/goal-state/goal_state_remote_access.xml");

        assertThat(document.configName())
                .contains(
                        "b61f93d0-e1ed-40b2-b067-22c243233448.1.b61f93d0-e1ed-40b2-b067-22c243233448.2.MachineRole_IN_0.xml");
        assertThat(document.remoteAccess()).contains("http://168.63.129.16:80/remoteaccessinfouri/");
    }

    private static GoalStateDocument goalState(String path) throws MalformedGoalState {
        return GoalStateAnswer.parse(Corpus.required().text(path)).match(document -> document, incarnation -> {
            throw new AssertionError("no RoleInstance in " + path);
        });
    }

    @Test
    void the_preferred_version_counts_although_it_is_not_listed_as_supported() throws MalformedGoalState {
        VersionsDocument versions = VersionsDocument.parse(Corpus.required().text("wireserver/version_info.xml"));

        assertThat(versions.negotiate()).isEqualTo(VersionsDocument.Negotiation.PREFERRED);
        assertThat(versions.supported()).containsExactly("2010-12-15", "2010-28-10");
    }

    @Test
    void the_hosting_environment_names_the_vm_its_role_and_its_deployment() throws MalformedGoalState {
        String text = Corpus.required().text("wireserver/config/hosting_env.xml");

        assertThat(HostingEnvironment.parse(text))
                .isEqualTo(
                        new HostingEnvironment("MachineRole_IN_0", "MachineRole", "db00a7755a5e4e8a8fe4b19bc3b330c3"));
    }

    @Test
    void the_newest_release_that_satisfies_a_request_is_chosen() throws MalformedGoalState {
        ExtensionManifest manifest = manifest("manifests/manifest.xml");

        assertThat(manifest.releases()).hasSize(16);
        assertThat(manifest.releases().stream().filter(ExtensionManifest.Release::internal))
                .hasSize(3);
        assertThat(Stream.of("1.0.0", "1.3.0", "1.0", "1", "2", "4.0.0", "3.0.0", "1.5.0")
                        .map(request -> chosen(manifest, request)))
                .containsExactly("1.0.0", "1.3.0", "1.0.0", "1.3.0", "2.4.0", "4.0.0.1", "none", "none");
    }

    private static String chosen(ExtensionManifest manifest, String requested) {
        Optional<ExtensionManifest.Release> release = manifest.choose(new VersionNumber(requested));
        return release.map(it -> it.version().text()).orElse("none");
    }

    @Test
    void agent_manifests_have_the_same_form() throws MalformedGoalState {
        assertThat(manifest("manifests/ga_manifest.xml").releases()).hasSize(8);
        assertThat(manifest("manifests/ga_manifest_no_upgrade.xml").releases()).hasSize(3);
        assertThat(manifest("manifests/manifest_vm_access.xml").releases()).hasSize(1);
    }

    private static ExtensionManifest manifest(String path) throws MalformedGoalState {
        return ExtensionManifest.parse(Corpus.required().text(path));
    }

    @Test
    void a_package_signature_is_carried_through_letter_for_letter() throws MalformedGoalState {
        Corpus corpus = Corpus.required();
        String signature = corpus.text("signing/vm_access_signature.txt").strip();

        ExtensionsGoalState goalState = ExtensionsConfig.parse(
                ONE, corpus.text("wireserver/extensions-config/ext_conf-vm_access_with_signature.xml"));

        assertThat(goalState.handlers().get(0).encodedSignature()).contains(signature);
    }

    @Test
    void certificate_files_are_told_apart_by_format() throws MalformedGoalState {
        Corpus corpus = Corpus.required();

        assertThat(CertificateFile.parse(corpus.text("wireserver/certificates/certs.xml")))
                .isInstanceOf(CertificateFile.Envelope.class);
        assertThat(CertificateFile.parse(corpus.text("wireserver/certificates/certs_no_format_specified.xml")))
                .isInstanceOf(CertificateFile.Envelope.class);
        assertThat(CertificateFile.parse(corpus.text("synthetic/certificates-no-data.xml")))
                .isInstanceOf(CertificateFile.NoData.class);
    }

    @Test
    void remote_access_lists_users_and_a_bad_date_is_one_users_error() throws MalformedGoalState {
        Corpus corpus = Corpus.required();

        assertThat(users(corpus, "wireserver/remote-access/remote_access_no_accounts.xml"))
                .isEmpty();
        assertThat(users(corpus, "wireserver/remote-access/remote_access_two_accounts.xml"))
                .extracting(RemoteAccess.User::name, RemoteAccess.User::expiration)
                .containsExactly(tuple("testAccount1", Optional.empty()), tuple("testAccount2", Optional.empty()));
        assertThat(users(corpus, "synthetic/remote_access-encrypted.xml"))
                .extracting(user -> user.name() + " " + user.expiration().orElse(null))
                .containsExactly(
                        "jituser1 2035-01-01T00:00:00Z",
                        "jituser2 2035-01-02T12:30:00Z",
                        "expired 2016-01-01T00:00:00Z",
                        "badformat null");
    }

    private static List<RemoteAccess.User> users(Corpus corpus, String path) throws MalformedGoalState {
        return RemoteAccess.parse(corpus.text(path)).users();
    }

    @Test
    void the_synthetic_documents_are_read_as_their_index_says() throws MalformedGoalState {
        Corpus corpus = Corpus.required();
        JsonNode expected = corpus.json("synthetic/expected.json");
        JsonNode fabricExpected = expected.get("extensions-config-protected.xml");
        JsonNode fastTrackExpected = expected.get("vm_settings-mixed_case.json");

        ExtensionsGoalState fabric =
                ExtensionsConfig.parse(new Incarnation("7"), corpus.text("synthetic/extensions-config-protected.xml"));
        ExtensionsGoalState fastTrack = VmSettings.parse("9", corpus.text("synthetic/vm_settings-mixed_case.json"))
                .goalState();

        for (HandlerGoal handler : fabric.handlers()) {
            JsonNode wanted = fabricExpected.get(handler.name().value());
            ExtensionSettings settings = handler.settings().get(0);
            assertThat(settings.sequenceNumber().value())
                    .isEqualTo(wanted.get("seqNo").asInt());
            assertThat(settings.dependencyLevel())
                    .isEqualTo(wanted.path("dependencyLevel").asInt());
            assertThat(settings.publicSettings()).contains(wanted.get("publicSettings"));
            assertThat(settings.thumbprint())
                    .contains(expected.get("tenantThumbprint").asText());
        }
        assertThat(fastTrack.svdSequenceNumber()).isEqualTo(fastTrackExpected.get("inSvdSeqNo"));
        assertThat(fastTrack.statusBlobType().text())
                .isEqualTo(fastTrackExpected.get("statusBlobType").asText());
        assertThat(fastTrack.handlers().get(0).manifestUris()).hasSize(3);
        assertThat(fastTrack
                        .handlers()
                        .get(0)
                        .settings()
                        .get(0)
                        .sequenceNumber()
                        .value())
                .isEqualTo(5);
        assertThat(fastTrack.handlers().get(1).state()).isEqualTo(RequestedState.UNINSTALL);
        assertThat(fastTrack.handlers().get(1).settings()).isEmpty();
        assertThat(ChannelChoice.choose(
                        Optional.empty(), new ChannelChoice.Seen(Optional.of(fabric), Optional.of(fastTrack), true)))
                .contains(fastTrack);
    }

    /**
     * The VM hibernates and resumes with the same incarnation and a new container: nothing new is seen until a Fast
     * Track goal state arrives.
     */
    @Test
    void hibernation_is_followed_step_by_step() throws MalformedGoalState {
        ExtensionsGoalState fabric1 = fabric("goal_state_1");
        ExtensionsGoalState fastTrack1 = fastTrack("goal_state_1", "519398402722078973");
        Optional<ExtensionsGoalState> first =
                ChannelChoice.choose(Optional.empty(), seen(Optional.of(fabric1), fastTrack1));
        Optional<ExtensionsGoalState> second =
                ChannelChoice.choose(first, seen(Optional.empty(), fastTrack("goal_state_2", "12335680585613334365")));
        Optional<ExtensionsGoalState> third =
                ChannelChoice.choose(second, seen(Optional.empty(), fastTrack("goal_state_3", "6382954395241675842")));

        assertThat(goalState("scenarios/hibernate/goal_state_1/GoalState.xml").containerId())
                .startsWith("06185f00-");
        assertThat(goalState("scenarios/hibernate/goal_state_2/GoalState.xml").containerId())
                .startsWith("6d8baa24-");
        assertThat(first).contains(fastTrack1);
        assertThat(second).isEqualTo(first);
        assertThat(third.orElseThrow().id()).isEqualTo("etag_6382954395241675842");
        assertThat(customScript(first.orElseThrow()).sequenceNumber().value()).isEqualTo(5);
        assertThat(customScript(third.orElseThrow()).sequenceNumber().value()).isEqualTo(6);
        assertThat(customScript(third.orElseThrow()).thumbprint())
                .hasValueSatisfying(thumbprint -> assertThat(thumbprint).startsWith("33BDFEDC"));
    }

    private static ChannelChoice.Seen seen(Optional<ExtensionsGoalState> fabric, ExtensionsGoalState fastTrack) {
        return new ChannelChoice.Seen(fabric, Optional.of(fastTrack), true);
    }

    private static ExtensionsGoalState fabric(String step) throws MalformedGoalState {
        return ExtensionsConfig.parse(
                ONE, Corpus.required().text("scenarios/hibernate/" + step + "/ExtensionsConfig.xml"));
    }

    private static ExtensionsGoalState fastTrack(String step, String etag) throws MalformedGoalState {
        return VmSettings.parse(etag, Corpus.required().text("scenarios/hibernate/" + step + "/VmSettings.json"))
                .goalState();
    }

    private static ExtensionSettings customScript(ExtensionsGoalState goalState) {
        return goalState.handlers().stream()
                .filter(handler -> handler.name().type().equals("CustomScript"))
                .findFirst()
                .orElseThrow()
                .settings()
                .get(0);
    }

    @Test
    void redacted_copies_are_complete_documents_without_secrets() throws MalformedGoalState {
        Corpus corpus = Corpus.required();

        for (String file : corpus.files(".", ".xml")) {
            if (file.contains("ext_conf") || file.contains("xtensions")) {
                redactFabric(file, corpus.text(file));
            }
        }
        for (String file : corpus.files(".", ".json")) {
            if (file.contains("ettings") && !file.contains("expected") && !file.contains("parse_error")) {
                redactFastTrack(file, corpus.text(file));
            }
        }
    }

    private static void redactFabric(String file, String text) throws MalformedGoalState {
        String copy = Redaction.extensionsConfig(text).orElseThrow();
        ExtensionsGoalState before = ExtensionsConfig.parse(ONE, text);

        assertThat(copy.lines().count()).as(file).isEqualTo(text.lines().count());
        assertSameButForSecrets(file, before, ExtensionsConfig.parse(ONE, copy));
    }

    private static void redactFastTrack(String file, String text) throws MalformedGoalState {
        String copy = Redaction.vmSettings(text);
        ExtensionsGoalState before = VmSettings.parse("1", text).goalState();

        assertThat(copy.lines().count()).as(file).isEqualTo(text.lines().count());
        assertSameButForSecrets(file, before, VmSettings.parse("1", copy).goalState());
    }

    private static void assertSameButForSecrets(String file, ExtensionsGoalState before, ExtensionsGoalState after) {
        assertThat(after.toString().replace(Redaction.MARK, "")).as(file).isEqualTo(withoutSecrets(before));
    }

    private static String withoutSecrets(ExtensionsGoalState goalState) {
        String text = goalState.toString();
        for (HandlerGoal handler : goalState.handlers()) {
            for (ExtensionSettings settings : handler.settings()) {
                text = text.replace(
                        "protectedSettings=Optional["
                                + settings.protectedSettings().orElse("") + "]",
                        "protectedSettings=Optional[]");
            }
        }
        for (Optional<String> blob : List.of(goalState.statusBlobUri(), goalState.artifactsProfileUri())) {
            if (blob.isPresent() && blob.get().contains("?")) {
                text = text.replace(
                        blob.get(), blob.get().substring(0, blob.get().indexOf('?') + 1));
            }
        }
        return text;
    }
}
