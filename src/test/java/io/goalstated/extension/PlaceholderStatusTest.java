package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaceholderStatusTest {
    private static final String TEXT = PlaceholderStatus.text(
            "Contoso.Jobs.nightly",
            "Install",
            ErrorCode.INSTALL,
            "it \"failed\"",
            Instant.parse("2031-01-14T10:00:00.123Z"));

    @Test
    void it_is_a_status_file_on_one_line() {
        assertThat(TEXT)
                .isEqualTo("[{\"version\": 1.0, \"timestampUTC\": \"2031-01-14T10:00:00Z\", \"status\": {\"name\":"
                        + " \"Contoso.Jobs.nightly\", \"operation\": \"Install\", \"status\": \"error\", \"code\": 1007,"
                        + " \"formattedMessage\": {\"lang\": \"en-US\", \"message\": \"it \\\"failed\\\"\"}}}]");
    }

    @Test
    void it_is_read_like_any_other() {
        assertThat(StatusFile.parse(TEXT.getBytes(StandardCharsets.UTF_8)).word())
                .contains(ExtensionStatus.Word.ERROR);
    }
}
