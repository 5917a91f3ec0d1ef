package io.goalstated.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.goalstated.Conforms;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded secrets in random surroundings, and hostile texts: a failure names its seed. */
class RedactorPropertyTest {
    private static final String SECRET = "Zm9v5ECRET";

    /** Each holds the secret in a place where the redactor promises to find it. */
    private static final List<String> CARRIERS = List.of(
            "https://h.example/c/b?sv=1&sig=~&se=2",
            "https://h.example/c/b?a=b&sig=~",
            "https://h.example/c/b?a=b&amp;sig=~",
            "https%3A%2F%2Fh.example%3Fa%3Db%26sig%3D~",
            "\"https:\\/\\/h.example\\/b?a=b\\u0026sig=~\"",
            "AccountKey=~;",
            "SharedAccessKey=~",
            "{\"password\":\"~\"}",
            "{\\\"password\\\":\\\"~\\\"}",
            "{\"protectedSettings\":{\"a\":[\"~\"]}}",
            "<AdminPassword>~</AdminPassword>",
            "<ns:CustomData>~</ns:CustomData>",
            "\n-----BEGIN PRIVATE KEY-----\n~\n-----END PRIVATE KEY-----\n",
            "\nAuthorization: Bearer ~\n",
            "\nx-ms-azure-host-authorization: ~\n",
            "http://user:~@proxy.example/");

    private static final List<String> NOISE = List.of(
            "?",
            "&",
            "=",
            "\"",
            "'",
            "\\",
            "\\\"",
            "<",
            ">",
            "</",
            "%",
            "%3F",
            "%26",
            "%3D",
            "&amp;",
            "&quot;",
            "&lt;",
            "\\u0026",
            "{",
            "}",
            "[",
            "]",
            ":",
            "://",
            "@",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "-----END ",
            "sig",
            "sv",
            "password",
            "token",
            "key",
            "<CustomData>",
            "<![CDATA[",
            "]]>",
            "Authorization",
            "AccountKey",
            " ",
            "\n",
            ",",
            ";",
            "null",
            "a",
            "7",
            "\u00e4",
            "\ud83d",
            "/");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Conforms("OPS-115")
    void a_secret_among_harmless_text_never_comes_through(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4) + 1; i > 0; i--) {
                text.append(" word ")
                        .append(pick(random, CARRIERS).replace("~", SECRET))
                        .append(" done\n");
            }

            assertThat(Redactor.redact(text.toString()))
                    .as("seed " + seed + ": " + text)
                    .doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void any_text_is_redacted_without_failing_and_redacting_again_changes_nothing(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(pick(random, NOISE));
            }

            String once = Redactor.redact(text.toString());

            assertThat(Redactor.redact(once)).as("seed " + seed + ": " + text).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "&",
                "=",
                "\"",
                "\\",
                "%",
                "%25",
                "<",
                "<password ",
                "-----BEGIN ",
                "://",
                "password=",
                "\"key\":",
                "?sig",
                "&amp;",
                "{\"key\":[",
                "authorization:",
                "\\\"key\\\":\\\"",
                "a=",
                "?a=b&"
            })
    void a_megabyte_of_anything_takes_no_more_than_a_moment(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Redactor.redact(text));
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
