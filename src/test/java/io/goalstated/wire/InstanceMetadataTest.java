package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.platform.ManualTimers;
import io.vertx.core.Future;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InstanceMetadataTest {
    private static final String IMDS = "http://169.254.169.254/metadata/instance";
    private static final UUID REQUEST = UUID.fromString("11111111-2222-4333-8444-555555555555");

    private final InMemoryHttp http = new InMemoryHttp(new ManualTimers());
    private final InstanceMetadata metadata =
            new InstanceMetadata(http, new Endpoint("169.254.169.254", 80), "3.1.2.3");

    @Test
    void the_whole_instance_is_asked_for_with_what_it_was_ordered_as() {
        http.on("GET " + IMDS, 200, "{\"compute\": {}}");

        Future<JsonNode> instance = metadata.instance(REQUEST);

        assertThat(instance.result().has("compute")).isTrue();
        assertThat(http.calls()).singleElement().satisfies(call -> {
            assertThat(call.url()).isEqualTo(IMDS + "?api-version=2021-08-01&extended=true");
            assertThat(call.headers())
                    .containsEntry("Metadata", "True")
                    .containsEntry("x-ms-client-request-id", REQUEST.toString());
            assertThat(call.mayUseProxy()).isFalse();
        });
    }

    @Test
    void a_host_that_does_not_know_that_version_is_asked_in_an_older_one() {
        http.on("GET " + IMDS, 400, "{}").on("GET " + IMDS + "?api-version=2019-06-01", 200, "{\"older\": 1}");

        assertThat(metadata.instance(REQUEST).result().has("older")).isTrue();
    }

    @Test
    void every_other_answer_is_a_failure_with_its_status_and_nothing_is_tried_again() {
        for (int status : new int[] {404, 410, 429, 500}) {
            http.on("GET " + IMDS, status, "");

            Future<JsonNode> instance = metadata.instance(REQUEST);

            assertThat(instance.cause())
                    .isInstanceOfSatisfying(
                            HttpFailure.class,
                            failure -> assertThat(failure.status()).isEqualTo(status));
        }
        assertThat(http.calls()).hasSize(4);
    }

    @Test
    void what_is_no_json_is_unusable() {
        http.on("GET " + IMDS, 200, "<html/>");

        assertThat(metadata.instance(REQUEST).cause()).isInstanceOf(UnusableAnswer.class);
    }
}
