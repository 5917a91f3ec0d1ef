package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.secret.Redactor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSieveTest {
    private static final String KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEsecretsecretsecret\n".repeat(40)
            + "-----END RSA PRIVATE KEY-----\n";

    private static String sieve(TextSieve sieve, String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += piece) {
            int length = Math.min(piece, bytes.length - at);
            byte[] next = new byte[length];
            System.arraycopy(bytes, at, next, 0, length);
            out.writeBytes(sieve.accept(next, length));
        }
        out.writeBytes(sieve.finish());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String sieve(String text, int piece) {
        return sieve(new TextSieve(Redactor::redact), text, piece);
    }

    @ParameterizedTest
    @Conforms("OPS-86")
    @ValueSource(ints = {1, 2, 3, 7, 100, 4096, 65_536})
    void what_comes_piece_by_piece_is_redacted_as_if_it_came_at_once(int piece) {
        String text = "GET https://a.example/c?sv=2020&sig=verysecret done\n" + KEY
                + "héllo wörld\nDefaultEndpointsProtocol=https;AccountKey=verysecret==;x=y\n{\"protectedSettings\":\n"
                + "   \"verysecret\"}\n<ns:CustomData>\nverysecret\nverysecret\n</ns:CustomData>\n\"password\": \"verysecret\"";

        String out = sieve(text, piece);

        assertThat(out).isEqualTo(Redactor.redact(text)).doesNotContain("verysecret", "MIIE");
    }

    @Test
    void bytes_of_no_encoding_stay_as_they_are() {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += 50) {
            bytes[i] = '\n';
        }
        TextSieve sieve = new TextSieve(text -> text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        out.writeBytes(sieve.accept(bytes, bytes.length));
        out.writeBytes(sieve.finish());

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    @Conforms("OPS-86")
    void a_secret_longer_than_all_that_may_wait_is_dropped_to_its_last_line() {
        String text = "before\n-----BEGIN PRIVATE KEY-----\n" + "QUJDREVGR0g=\n".repeat(30_000)
                + "-----END PRIVATE KEY-----\nafter\n";

        String out = sieve(text, 8192);

        assertThat(out).startsWith("before\n").endsWith("after\n").doesNotContain("QUJD");
        assertThat(out.length()).isLessThan(500);
    }

    @Test
    @Conforms("OPS-86")
    void of_a_line_without_end_the_beginning_is_kept_and_the_rest_dropped() {
        String text = "x".repeat(100_000) + " AccountKey=verysecret;" + "y".repeat(300_000) + "\nnext\n";

        String out = sieve(text, 10_000);

        assertThat(out).startsWith("xxxx").endsWith("\nnext\n").doesNotContain("verysecret", "yyy");
        assertThat(out.length()).isLessThan(100_000);
    }

    @Test
    @Conforms("OPS-86")
    void the_end_of_a_text_begins_behind_what_may_be_the_rest_of_a_secret() {
        String text = "untKey=verysecret\nQUJDverysecret\nREVG\n-----END PRIVATE KEY-----\n2026 a line\nand another\n";

        String out = sieve(new TextSieve(Redactor::redact).fromTheMiddle(), text, 5);

        assertThat(out).isEqualTo("2026 a line\nand another\n");
    }

    @Test
    void it_counts_what_it_takes_out() {
        TextSieve sieve = new TextSieve(Redactor::redact);

        sieve(sieve, "password=<redacted>\npassword=a\n" + KEY, 16);

        assertThat(sieve.redactions()).isEqualTo(2);
    }
}
