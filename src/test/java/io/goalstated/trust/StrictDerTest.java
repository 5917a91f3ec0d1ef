package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictDerTest {
    @ParameterizedTest
    @ValueSource(strings = {"0500", "3000", "30030201ff", "a003020101", "040141", "800141", "3105020103 0500"})
    void a_sound_element_has_no_problem(String hex) {
        assertThat(problem(hex)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "300000, behind",
        "3080020101 0000, indefinite",
        "30810302 0101, shortest",
        "3082000302 0101, shortest",
        "30050201 01, too large",
        "300202, too large",
        "3001 02, cut off",
        "24050403 010203, pieces",
        "1000, container",
        "1f8101 00, tag",
        "30, cut off",
        "'', cut off",
        "3084ffffffff, too large"
    })
    @Conforms("OPS-129")
    void every_other_encoding_is_told(String hex, String problem) {
        assertThat(problem(hex)).hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @Test
    void nesting_is_limited() {
        byte[] deep = new byte[0];
        for (int i = 0; i < StrictDer.MAX_DEPTH + 2; i++) {
            byte[] outer = new byte[deep.length + 2];
            outer[0] = 0x30;
            outer[1] = (byte) deep.length;
            System.arraycopy(deep, 0, outer, 2, deep.length);
            deep = outer;
        }

        assertThat(StrictDer.problem(deep))
                .hasValueSatisfying(text -> assertThat(text).contains("nested"));
    }

    private static Optional<String> problem(String hex) {
        return StrictDer.problem(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
