package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerStatusFileTest {
    private static final HandlerStatus READY = new HandlerStatus(
            new HandlerName("Contoso.Probe"),
            new VersionNumber("1.2"),
            HandlerStatus.READY,
            0,
            Optional.of("Plugin \u00E4 enabled"),
            true);

    @Test
    void it_is_written_as_the_agent_before_us_wrote_it() {
        assertThat(HandlerStatusFile.write(READY))
                .isEqualTo("{\"name\": \"Contoso.Probe\", \"version\": \"1.2\", \"status\": \"Ready\", \"code\": 0,"
                        + " \"message\": \"Plugin \\u00e4 enabled\", \"supports_multi_config\": true,"
                        + " \"extension_status\": null}");
    }

    @Test
    void what_was_written_is_read_again() {
        assertThat(HandlerStatusFile.read(HandlerStatusFile.write(READY))).contains(READY);
    }

    @Test
    void a_null_message_is_none() {
        assertThat(HandlerStatusFile.read("{\"name\": \"A.B\", \"version\": \"1\", \"status\": \"NotReady\","
                        + " \"code\": -1, \"message\": null}"))
                .contains(new HandlerStatus(
                        new HandlerName("A.B"), new VersionNumber("1"), "NotReady", -1, Optional.empty(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "null",
                "{\"name\": \"../x\", \"version\": \"1\", \"status\": \"Ready\"}",
                "{\"name\": \"A.B\", \"version\": \"one\", \"status\": \"Ready\"}",
                "{\"name\": \"A.B\", \"version\": \"1\", \"status\": null}",
                "{\"name\": \"A.B\", \"version\": \"1\", \"status\": 1}"
            })
    void anything_unusable_says_nothing(String text) {
        assertThat(HandlerStatusFile.read(text)).isEmpty();
    }
}
