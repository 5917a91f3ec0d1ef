package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.goalstated.fuzz.Hostile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever handlers write, there is something to report. */
class HostileStatusPropertyTest {
    private static final int ROUNDS = 400;
    private static final String[] PIECES = {
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "null",
        "true",
        "1e99999999999",
        "-0",
        "\"status\"",
        "\"success\"",
        "\"code\"",
        "\"substatus\"",
        "\"formattedMessage\"",
        "\"lang\"",
        "\"message\"",
        "\"heartbeat\"",
        "\"\\ud800\"",
        "\u0000",
        "\"name\"",
        "\uFEFF",
        " "
    };
    private static final StatusFile.Subject SUBJECT =
            new StatusFile.Subject("A.B", new VersionNumber("1"), SequenceNumber.NONE, "/x");
    private static final HandlerStatus RECORDED = new HandlerStatus(
            new HandlerName("A.B"), new VersionNumber("1"), HandlerStatus.READY, 0, Optional.empty(), false);

    @FuzzTest
    void any_bytes_can_be_reported(byte[] content) {
        check(content);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void scrambled_documents_can_be_reported(long seed) {
        Hostile.tryAll(
                seed,
                ROUNDS,
                random -> Hostile.scrambled(random, "[{\"status\":{\"status\":", PIECES, "}}]"),
                HostileStatusPropertyTest::check);
    }

    private static void check(byte[] content) {
        ExtensionStatus status = StatusFile.parse(content).reported(SUBJECT);
        assertThat(status.code()).isNotNull();
        assertThat(Heartbeat.parse(content).over(RECORDED).name()).isEqualTo(RECORDED.name());
        assertThat(Heartbeat.parse(content).overDenied(RECORDED).status()).isEqualTo(HandlerStatus.READY);
        assertThat(HandlerStatusFile.read(new String(content, StandardCharsets.UTF_8)))
                .isNotNull();
    }
}
