package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HandlerEnvironmentTest {
    @Test
    void the_text_is_byte_for_byte_what_shell_shims_cut_values_out_of() {
        HandlerLayout layout = layout("/var/lib/waagent");

        String text = HandlerEnvironment.text(layout);

        assertThat(text)
                .isEqualTo("[{\"name\": \"Example.Handler\", \"version\": 1.0, \"handlerEnvironment\": {"
                        + "\"logFolder\": \"/var/log/azure/Example.Handler\", "
                        + "\"configFolder\": \"/var/lib/waagent/Example.Handler-1.2.3/config\", "
                        + "\"statusFolder\": \"/var/lib/waagent/Example.Handler-1.2.3/status\", "
                        + "\"heartbeatFile\": \"/var/lib/waagent/Example.Handler-1.2.3/heartbeat.log\", "
                        + "\"eventsFolder\": \"/var/log/azure/Example.Handler/events\", "
                        + "\"eventsFolder_preview\": \"/var/log/azure/Example.Handler/events\"}}]");
    }

    @Test
    void a_path_with_letters_beyond_ascii_is_escaped() {
        String text = HandlerEnvironment.text(layout("/srv/b\u00fcro"));

        assertThat(text).contains("\"configFolder\": \"/srv/b\\u00fcro/Example.Handler-1.2.3/config\"");
    }

    private static HandlerLayout layout(String lib) {
        return new HandlerLayout(
                Path.of(lib),
                Path.of("/var/log/azure"),
                new HandlerName("Example.Handler"),
                new VersionNumber("1.2.3"));
    }
}
