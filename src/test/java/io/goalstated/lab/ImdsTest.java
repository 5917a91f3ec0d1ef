package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import org.junit.jupiter.api.Test;

final class ImdsTest extends LabTest {
    @Test
    void the_metadata_header_is_required() throws Exception {
        assertThat(client.get(imds("/metadata/instance")).statusCode()).isEqualTo(400);
    }

    @Test
    void the_instance_has_compute_and_network() throws Exception {
        JsonNode instance = Json.parse(
                client.get(imds("/metadata/instance"), "Metadata", "True").body());

        assertThat(instance.path("compute").path("osType").asText()).isEqualTo("Linux");
        assertThat(instance.at("/network/interface/0/ipv4/ipAddress/0/privateIpAddress")
                        .asText())
                .isNotEmpty();
        assertThat(instance.at("/network/interface/0/macAddress").asText()).isNotEmpty();
    }

    @Test
    void one_part_can_be_asked_for() throws Exception {
        JsonNode compute = Json.parse(client.get(imds("/metadata/instance/compute"), "Metadata", "True")
                .body());

        assertThat(compute.path("vmId").asText()).hasSize(36);
    }

    @Test
    void a_test_can_say_what_the_metadata_are() throws Exception {
        azure.replace(Document.INSTANCE_METADATA, "{\"compute\":{\"location\":\"moon\"}}");

        assertThat(client.get(imds("/metadata/instance/compute"), "Metadata", "True")
                        .body())
                .isEqualTo("{\"location\":\"moon\"}");
    }

    @Test
    void what_the_vm_was_ordered_as_is_told_to_who_asks_for_it() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm", "ssh-rsa AAAA").withCustomData());

        JsonNode whole = ask("?api-version=2021-08-01&extended=true");
        JsonNode older = ask("?api-version=2019-06-01&extended=true");

        assertThat(whole.at("/compute/osProfile").toString())
                .isEqualTo("{\"adminUsername\":\"bob\",\"computerName\":\"vm\","
                        + "\"disablePasswordAuthentication\":\"true\"}");
        assertThat(whole.at("/compute/publicKeys/0/keyData").asText()).isEqualTo("ssh-rsa AAAA");
        assertThat(whole.at("/extended/compute/hasCustomData").asBoolean()).isTrue();
        assertThat(ask("?api-version=2021-08-01").has("extended")).isFalse();
        assertThat(older.path("compute").has("osProfile")).isFalse();
        assertThat(older.has("extended")).isFalse();
    }

    private JsonNode ask(String query) throws Exception {
        String url = azure.addresses().imds().url() + "/metadata/instance" + query;
        return Json.parse(client.get(url, "Metadata", "True").body());
    }

    private String imds(String path) {
        return azure.addresses().imds().url() + path + "?api-version=2018-02-01";
    }
}
