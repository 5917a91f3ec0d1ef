package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TelemetryPreviewCommandTest {
    private static final String EVENT = "{\"Version\": \"1.0.0\", \"Timestamp\": \"now\", \"TaskName\": \"t\","
            + " \"EventLevel\": \"Informational\", \"Message\": \"see https://a.example/x?sv=1&sig=c2VjcmV0\\u001b[31m\","
            + " \"EventPid\": 1, \"EventTid\": 2, \"OperationId\": \"o\"}";

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void what_waits_and_what_was_left() throws IOException {
        Path spool = Files.createDirectories(root.resolve("var/lib/waagent/goalstated/telemetry"));
        Files.writeString(
                spool.resolve("00001772366400000000-e-69B669B9-4AF8-4C50-BDC4-6006FA76E975"),
                "<Event id=\"1\"><![CDATA[<Param Name=\"Message\" Value=\"it &lt;waits&gt;\" T=\"mt:wstr\" />]]></Event>\n");
        Path events = Files.createDirectories(root.resolve("var/log/azure/Contoso.Hello/events"));
        Files.writeString(events.resolve("1591905451000.json"), EVENT);
        Files.writeString(events.resolve("1591905452000.json"), "garbage");
    }

    @Test
    @Conforms("OPS-56")
    void what_would_be_sent_is_shown_in_clear_and_without_secrets() {
        assertThat(preview()).isZero();

        assertThat(out.toString())
                .contains("Telemetry.Level=full")
                .contains("  Message = it <waits>")
                .contains("  EventName = Contoso.Hello-1.0.0")
                .contains("  Context1 = see https://a.example/x?<redacted>")
                .contains("not JSON at line 1")
                .doesNotContain("c2VjcmV0")
                .doesNotContain("\u001b");
    }

    @Test
    @Conforms("OPS-56")
    void a_look_changes_nothing() throws IOException {
        preview();

        assertThat(root.resolve("var/log/azure/Contoso.Hello/events/1591905451000.json"))
                .exists();
        assertThat(root.resolve("var/log/azure/Contoso.Hello/events/1591905452000.json"))
                .exists();
        try (var files = Files.list(root.resolve("var/lib/waagent/goalstated/telemetry"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void programs_get_json() throws MalformedJson {
        preview("--output", "json");

        JsonNode document = Json.parse(out.toString());
        assertThat(document.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(document.path("events")).hasSize(3);
        assertThat(document.at("/events/0/place").asText()).isEqualTo("waiting");
        assertThat(document.at("/events/0/parameters/0/type").asText()).isEqualTo("mt:wstr");
    }

    @Test
    void what_the_owner_does_not_want_sent_is_not_shown() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/waagent.conf"), "Telemetry.Level=off\n");

        preview();

        assertThat(out.toString()).contains("Telemetry.Level=off").contains("Nothing waits to be sent.");
    }

    private int preview(String... more) {
        String[] words = new String[more.length + 4];
        words[0] = "telemetry";
        words[1] = "preview";
        words[2] = "--root";
        words[3] = root.toString();
        System.arraycopy(more, 0, words, 4, more.length);
        CommandLine line = new CommandLine(new Goalstated());
        line.setOut(new PrintWriter(out, true));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(words);
    }
}
