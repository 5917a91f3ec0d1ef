package io.goalstated.extension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec 02 §6.6. */
class CapturedOutputTest {
    private static String join(String out, String err) {
        return CapturedOutput.join(out.getBytes(UTF_8), err.getBytes(UTF_8));
    }

    @Test
    void short_outputs_are_whole() {
        assertThat(join("out\n", "err\n")).isEqualTo("[stdout]\nout\n\n\n[stderr]\nerr\n");
        assertThat(join("", "")).isEqualTo("[stdout]\n\n\n[stderr]\n");
    }

    @ParameterizedTest
    @CsvSource({
        // lengths of both, and how much of each is shown
        "3199, 0, 3199, 0",
        "1600, 1599, 1600, 1599",
        "1600, 1600, 1590, 1590",
        "3200, 0, 3180, 0",
        "0, 3200, 0, 3180",
        "3200, 10, 3170, 10",
        "10, 3200, 10, 3170",
        "3200, 1590, 1590, 1590",
        "3200, 1591, 1590, 1590",
        "3200, 3200, 1590, 1590",
    })
    @Conforms("02#37")
    void long_outputs_share_the_room_and_keep_their_ends(int out, int err, int shownOut, int shownErr) {
        String stdout = "o".repeat(out - Math.min(out, 1)) + (out > 0 ? "X" : "");
        String stderr = "e".repeat(err - Math.min(err, 1)) + (err > 0 ? "Y" : "");

        assertThat(join(stdout, stderr))
                .isEqualTo("[stdout]\n" + end(stdout, shownOut) + "\n\n[stderr]\n" + end(stderr, shownErr));
    }

    private static String end(String text, int length) {
        return text.substring(text.length() - length);
    }

    @Test
    @Conforms("02#38")
    void bytes_that_are_no_utf_8_are_shown_as_numbers() {
        byte[] bytes = {'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82, 'c', (byte) 0xc3};

        assertThat(CapturedOutput.join(bytes, new byte[] {(byte) 0x80}))
                .isEqualTo("[stdout]\naé\\xffb\\xe2\\x82c\\xc3\n\n[stderr]\n\\x80");
    }

    @Test
    void text_of_any_length_may_follow_such_bytes() {
        byte[] bytes = "?a long text?and a longer one after it".getBytes(UTF_8);
        bytes[0] = (byte) 0xff;
        bytes[12] = (byte) 0xfe;

        assertThat(CapturedOutput.join(bytes, new byte[0]))
                .isEqualTo("[stdout]\n\\xffa long text\\xfeand a longer one after it\n\n[stderr]\n");
    }

    @Test
    void a_character_cut_in_half_by_the_limit_is_shown_as_numbers() {
        assertThat(CapturedOutput.join(new byte[] {'x', (byte) 0xf0, (byte) 0x9f, (byte) 0x98}, new byte[0]))
                .isEqualTo("[stdout]\nx\\xf0\\x9f\\x98\n\n[stderr]\n");
    }

    @Test
    void characters_beyond_the_basic_plane_and_nul_are_kept() {
        assertThat(join("\uD83D\uDE00\0", "")).isEqualTo("[stdout]\n\uD83D\uDE00\0\n\n[stderr]\n");
    }
}
