package io.goalstated.ovf;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.fuzz.Hostile;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is on a medium gives a value or a refusal, and no copy holds the password. Each case repeats by its seed. */
class HostileOvfPropertyTest {
    private static final String PASSWORD = "hunter22";
    private static final String[] PIECES = {
        "<UserPassword>",
        "</UserPassword>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<x>",
        "</x>",
        "&amp;",
        "&#0;",
        "&e;",
        "<?p ",
        "?>",
        "xmlns=''",
        "\u0000",
        "\uFFFF",
        "<HostName>",
        "<!DOCTYPE a>",
        "\"",
        "'",
        ">",
        "<",
        "/",
        "é"
    };

    @Test
    void a_damaged_document_is_read_or_refused() {
        String good = Ovf.of("vm").user("u").password("x").text();

        Hostile.tryAll(
                1, 1_500, random -> Hostile.spliced(random, good, PIECES), HostileOvfPropertyTest::readOrRefused);
    }

    @Test
    void what_is_read_as_a_password_is_not_in_the_copy() throws Exception {
        int read = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder inside = new StringBuilder(PASSWORD);
            for (int i = 0; i < random.nextInt(4); i++) {
                inside.insert(random.nextInt(2) * inside.length(), PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] bytes = Ovf.of("vm")
                    .raw("<UserPassword>" + inside + "</UserPassword>")
                    .bytes();
            try {
                OvfParser.parse(bytes).close();
                String copy = OvfText.withoutSecrets(bytes, false);
                read++;

                assertThat(copy).as("seed " + seed).doesNotContain(PASSWORD);
            } catch (MalformedOvf e) {
                assertThat(e.getMessage()).doesNotContain(PASSWORD);
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            OvfParser.parse(bytes).close();
            OvfText.withoutSecrets(bytes, false);
        } catch (MalformedOvf refused) {
            // As promised.
        }
    }
}
