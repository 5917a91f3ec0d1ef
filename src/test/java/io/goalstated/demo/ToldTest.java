package io.goalstated.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.StatusFile;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import org.junit.jupiter.api.Test;

class ToldTest {
    @Test
    void a_status_that_is_not_there_yet_is_told_without_its_path() {
        String message = new StatusFile.Missing()
                .reported(new StatusFile.Subject(
                        "Contoso.Samples.Hello",
                        new VersionNumber("1.0.0"),
                        new SequenceNumber(0),
                        "/somewhere/status/0.status"))
                .message()
                .orElseThrow();

        assertThat(told(message)).isEqualTo("Ready, transitioning: no status yet");
    }

    @Test
    void whatever_else_a_handler_says_is_told_as_it_is() {
        assertThat(told("the file does not exist")).isEqualTo("Ready, transitioning: the file does not exist");
    }

    private static String told(String message) {
        var entry = Json.object();
        entry.put("status", "Ready");
        var status = entry.putObject("runtimeSettingsStatus")
                .putObject("settingsStatus")
                .putObject("status");
        status.put("status", "transitioning");
        status.putObject("formattedMessage").put("message", message);
        return Told.of(entry).text();
    }
}
