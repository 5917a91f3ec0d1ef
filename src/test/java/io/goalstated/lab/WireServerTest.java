package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class WireServerTest extends LabTest {
    @Test
    void versions_need_no_headers_and_include_the_one_that_agents_speak() throws Exception {
        HttpResponse<String> answer = client.get(wire("/?comp=versions"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<Version>2012-11-30</Version>");
    }

    @Test
    void a_goal_state_is_refused_without_the_protocol_version() throws Exception {
        assertThat(client.get(wire("/machine/?comp=goalstate")).statusCode()).isEqualTo(400);
    }

    @Test
    void a_goal_state_is_found_under_both_spellings_of_its_path() throws Exception {
        assertThat(client.get(wire("/machine/?comp=goalstate"), WIRE).statusCode())
                .isEqualTo(200);
        assertThat(client.get(wire("/machine?comp=goalstate"), WIRE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_goal_state_names_container_config_and_incarnation() throws Exception {
        String text = goalState();

        assertThat(element(text, "ContainerId")).isEqualTo(azure.containerId());
        assertThat(element(text, "ConfigName")).isEqualTo(azure.configName());
        assertThat(element(text, "Incarnation")).isEqualTo("1");
    }

    @Test
    void every_document_that_the_goal_state_names_is_there() throws Exception {
        assertThat(linked("HostingEnvironmentConfig").body()).contains("<Role ", "instance=\"lab-vm\"");
        assertThat(linked("SharedConfig").body()).contains("<SharedConfig");
        assertThat(linked("ExtensionsConfig").body()).contains("<Extensions", "<StatusUploadBlob");
    }

    @Test
    void documents_of_an_old_container_are_gone() throws Exception {
        String old = element(goalState(), "SharedConfig");

        azure.changeContainer();

        assertThat(client.get(old, WIRE).statusCode()).isEqualTo(410);
        assertThat(linked("SharedConfig").statusCode()).isEqualTo(200);
    }

    @Test
    void the_documents_of_a_goal_state_stay_as_they_were_when_the_next_one_is_published() throws Exception {
        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Hello", "1.0.0")))
                .viaFabric();
        String second = element(goalState(), "ExtensionsConfig").replace("&amp;", "&");

        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Jobs", "2.0"))).viaFabric();

        assertThat(client.get(second, WIRE).body())
                .contains("goalStateIncarnation=\"2\"", "Contoso.Samples.Hello")
                .doesNotContain("Contoso.Samples.Jobs");
        assertThat(linked("ExtensionsConfig").body())
                .contains("goalStateIncarnation=\"3\"", "Contoso.Samples.Jobs")
                .doesNotContain("Contoso.Samples.Hello");
    }

    @Test
    void an_incomplete_goal_state_has_no_role_instance() throws Exception {
        azure.turn(Switch.ROLE_INSTANCE, false);

        assertThat(goalState()).doesNotContain("<RoleInstance>");
    }

    @Test
    void reports_are_taken_with_the_status_that_each_deserves() throws Exception {
        assertThat(client.post(wire("/machine?comp=health"), "<Health/>", WIRE).statusCode())
                .isEqualTo(200);
        assertThat(client.post(wire("/machine?comp=roleProperties"), "<RoleProperties/>", WIRE)
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.post(wire("/HealthService"), "{}").statusCode()).isEqualTo(200);
        assertThat(azure.requests(Server.WIRE, "comp=health").get(0).text()).isEqualTo("<Health/>");
    }

    @Test
    void a_fabric_goal_has_a_new_incarnation_and_all_its_settings() throws Exception {
        azure.publish(Goal.of(
                                WantedHandler.of("Contoso.Samples.Hello", "1.0.0")
                                        .publicSettings("{\"text\":\"a<b\"}")
                                        .sequence(7)
                                        .after(2, "Contoso.Samples.Jobs/nightly"),
                                WantedHandler.of("Contoso.Samples.Jobs", "2.0")
                                        .with(
                                                WantedExtension.of("nightly"),
                                                WantedExtension.of("weekly").disabled()))
                        .requiring("MultipleExtensionsPerHandler"))
                .viaFabric();

        assertThat(element(goalState(), "Incarnation")).isEqualTo("2");
        assertThat(linked("ExtensionsConfig").body())
                .contains("<RequiredFeature><Name>MultipleExtensionsPerHandler</Name></RequiredFeature>")
                .contains("<Plugin name=\"Contoso.Samples.Hello\" version=\"1.0.0\"")
                .contains("<DependsOn dependencyLevel=\"2\">"
                        + "<DependsOnExtension extension=\"nightly\" handler=\"Contoso.Samples.Jobs\"/></DependsOn>")
                .contains("<RuntimeSettings seqNo=\"7\">")
                .contains("{&quot;text&quot;:&quot;a&lt;b&quot;}")
                .contains("<ExtensionRuntimeSettings seqNo=\"0\" name=\"weekly\" state=\"disabled\">");
    }

    @Test
    void settings_may_stand_in_cdata() throws Exception {
        azure.turn(Switch.CDATA, true);
        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.Hello", "1.0.0").publicSettings("{\"a\":1}")))
                .viaFabric();

        assertThat(linked("ExtensionsConfig").body())
                .contains("<![CDATA[{\"runtimeSettings\":[{\"handlerSettings\":{\"publicSettings\":{\"a\":1}}}]}]]>");
    }

    @Test
    void a_document_can_be_replaced_and_restored() throws Exception {
        azure.replace(Document.SHARED_CONFIG, "<broken");
        assertThat(linked("SharedConfig").body()).isEqualTo("<broken");

        azure.restore(Document.SHARED_CONFIG);

        assertThat(linked("SharedConfig").body()).contains("</SharedConfig>");
    }

    @Test
    void certificates_without_a_transport_certificate_are_refused() throws Exception {
        assertThat(linked("Certificates").statusCode()).isEqualTo(400);
    }
}
