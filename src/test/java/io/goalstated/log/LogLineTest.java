package io.goalstated.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogLineTest {
    private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.008009123Z");

    @Test
    @Conforms("OPS-77")
    void a_line_has_walinuxagents_form() {
        assertThat(LogLine.classic(record("Agent started", "ExtHandler")))
                .isEqualTo("2026-03-04T05:06:07.008009Z INFO main ExtHandler Agent started");
        assertThat(LogLine.classic(record("enabled", "[Bench.A-1.0.0]")))
                .isEqualTo("2026-03-04T05:06:07.008009Z INFO main [Bench.A-1.0.0] enabled");
    }

    @Test
    @Conforms("OPS-81")
    void control_characters_are_escaped_so_that_a_record_is_one_line() {
        assertThat(LogLine.classic(record("a\nb\rc\td\u001b[0m\0e\u0085f\u2028g \u00e4", "ExtHandler")))
                .endsWith(" a\\nb\\rc\\td\\u001b[0m\\u0000e\\u0085f\\u2028g \u00e4");
    }

    @Test
    @Conforms("OPS-77")
    void the_json_form_names_its_members() {
        assertThat(LogLine.json(record("say \"a\\b\"\n", "[Bench.A-1.0.0]")))
                .isEqualTo(
                        "{\"ts\":\"2026-03-04T05:06:07.008009Z\",\"level\":\"INFO\",\"thread\":\"main\","
                                + "\"logger\":\"io.goalstated.X\",\"ext\":\"[Bench.A-1.0.0]\",\"msg\":\"say \\\"a\\\\b\\\"\\u000a\"}");
    }

    @Test
    void an_exception_stays_on_the_line() {
        LogRecord record = LogRecord.of(
                Level.ERROR, "x", "ExtHandler", "failed", new IllegalStateException("a\nb", new RuntimeException("c")));

        assertThat(LogLine.classic(record))
                .contains(" failed: java.lang.IllegalStateException: a\\nb at io.goalstated.log.LogLineTest.")
                .contains("; caused by java.lang.RuntimeException: c at ")
                .doesNotContain("\n");
    }

    @Test
    @Conforms("OPS-115")
    void secrets_are_taken_out_of_messages_and_exceptions() {
        LogRecord record = LogRecord.of(
                Level.ERROR, "x", "ExtHandler", "GET https://h/b?sig=S3CRET", new RuntimeException("password=S3CRET"));

        assertThat(LogLine.classic(record)).doesNotContain("S3CRET").contains("<redacted>");
        assertThat(LogLine.json(record)).doesNotContain("S3CRET");
    }

    @Test
    void a_huge_message_is_cut() {
        LogRecord record = LogRecord.of(Level.INFO, "x", "ExtHandler", "a".repeat(40_000), null);

        assertThat(record.message()).hasSizeLessThan(33_000).endsWith("... (7232 more)");
    }

    private static LogRecord record(String message, String prefix) {
        return new LogRecord(TIME, Level.INFO, "io.goalstated.X", "main", prefix, message, Optional.empty());
    }
}
