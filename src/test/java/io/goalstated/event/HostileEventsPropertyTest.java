package io.goalstated.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.goalstated.extension.HandlerName;
import io.goalstated.fuzz.Hostile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies in an event file, it is events or a typed refusal, and what is made of it can be sent. */
class HostileEventsPropertyTest {
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
        "\"Message\"",
        "\"message\"",
        "\"Version\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"]]>\"",
        "\u0000",
        "\uFEFF",
        " ",
        "\"EventPid\"",
        "12",
        "\"parameters\"",
        "\"name\"",
        "\"value\"",
        "\"eventId\"",
        "\"providerId\"",
        "<Data>",
        "<Param Name=\"a\" Value=\"b\" T=\"mt:bool\"/>",
        "</Data>"
    };
    private static final HandlerName HANDLER = new HandlerName("A.B");

    @FuzzTest
    void any_bytes_are_dealt_with(byte[] content) throws IOException {
        check(content);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void scrambled_documents_are_dealt_with(long seed) {
        String whole = "[" + Samples.event("x") + ",";
        Hostile.tryAll(
                seed,
                ROUNDS,
                random -> Hostile.scrambled(random, random.nextBoolean() ? "" : whole, PIECES, "]"),
                HostileEventsPropertyTest::check);
    }

    @Test
    void the_largest_file_costs_little_memory() throws Exception {
        byte[] content = new byte[ExtensionEventFile.MAX_BYTES];
        byte[] event = "{},".getBytes(StandardCharsets.UTF_8);
        content[0] = '[';
        for (int i = 1; i < content.length; i++) {
            content[i] = event[(i - 1) % event.length];
        }
        content[content.length - 1] = ']';

        assertThatCode(() -> check(content)).doesNotThrowAnyException();
    }

    static void check(byte[] content) throws IOException {
        try {
            for (ExtensionEvent event : ExtensionEventFile.read(new ByteArrayInputStream(content), 360)
                    .events()) {
                String line = EventXml.encode(event.complete(HANDLER, Samples.VM, Samples.NOON));
                assertThat(line).doesNotContain("\n").matches(EventXml::isWhole);
            }
        } catch (MalformedEvents e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        try {
            String line = EventXml.encode(LegacyEventFile.read(content).complete(false, Samples.VM, Samples.NOON));
            assertThat(line).doesNotContain("\n").matches(EventXml::isWhole);
        } catch (MalformedEvents e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
    }
}
