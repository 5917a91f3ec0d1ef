package io.goalstated.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Logs.Verbose=y|y",
                "Logs.Verbose=|``",
                "  Logs.Verbose  =  y  |y",
                "Logs.Verbose=\"y\"|y",
                "Logs.Verbose=\" y \"|y",
                "Logs.Verbose=y # the reason|y",
                "Logs.Verbose=a=b|a=b",
                "Logs.Verbose=None|None",
                "Logs.Verbose=a b|a b",
            })
    void a_value_is_read_as_walinuxagent_reads_it(String line, String value) {
        assertThat(ConfigFile.parse("f", line).entries())
                .containsExactly(new ConfigFile.Entry("Logs.Verbose", value, new Origin("f", 1)));
    }

    @Test
    void comments_and_lines_without_an_equals_sign_do_not_count() {
        ConfigFile file = ConfigFile.parse("f", "# a=b\n\nnonsense\n #c=d\r\ne=f\r\n");

        assertThat(file.entries())
                .containsExactly(
                        new ConfigFile.Entry("#c", "d", new Origin("f", 4)),
                        new ConfigFile.Entry("e", "f", new Origin("f", 5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b\n\0\0\0", "\u001b[0m", "a=\ufffd"})
    void an_empty_file_and_one_that_is_no_text_are_broken(String content) {
        assertThat(ConfigFile.parse("f", content).isBroken()).isTrue();
        assertThat(ConfigFile.parse("f", content).entries()).isEmpty();
    }

    @Test
    void variables_name_keys_with_two_underscores_for_a_dot() {
        ConfigFile file = ConfigFile.fromEnvironment(Map.of(
                "GOALSTATED_LOGS__VERBOSE", "y",
                "GOALSTATED_EnableOverProvisioning", "n",
                "GOALSTATED_CHANGED", "LC_ALL",
                "GOALSTATED_ORIGINAL_LC_ALL", "C",
                "GOALSTATED_Logs__Verbos", "y",
                "PATH", "/bin"));

        assertThat(file.entries())
                .extracting(ConfigFile.Entry::key)
                .containsExactly("EnableOverProvisioning", "Logs.Verbose", "Logs.Verbos");
    }

    @Test
    void an_assignment_without_an_equals_sign_is_named() {
        assertThat(ConfigFile.fromCommandLine(List.of("a=b", "Logs.Verbose")).broken())
                .isEqualTo("'Logs.Verbose' is not of the form Key=Value");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_text_becomes_entries_or_is_broken(long seed) {
        Random random = new Random(seed);
        String letters = "ab.= #\"\n\r\tNone\u00e41\u0001";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }

            ConfigFile file = ConfigFile.parse("f", text.toString());

            assertThat(file.isBroken() ? List.of() : file.entries())
                    .as("seed " + seed + ": " + text)
                    .hasSameSizeAs(file.entries());
        }
    }
}
