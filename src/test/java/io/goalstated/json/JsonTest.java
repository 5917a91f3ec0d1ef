package io.goalstated.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "7",
                "-12",
                "2147483648",
                "9223372036854775808",
                "123456789012345678901234567890",
                "1.0",
                "1.10",
                "0.1",
                "3.141592653589793238462643383279"
            })
    void numbers_keep_their_exact_text(String number) throws MalformedJson {
        assertThat(SpacedJson.write(Json.parse(number))).isEqualTo(number);
    }

    @Test
    void lines_that_are_no_documents_are_passed_over() {
        assertThat(Json.lines("{\"a\":1}\n{\"to\n\n[2]\n{\"a\":1}{\"to"))
                .map(SpacedJson::write)
                .containsExactly("{\"a\": 1}", "[2]");
    }

    @Test
    void a_negative_zero_is_zero() throws MalformedJson {
        assertThat(SpacedJson.write(Json.parse("[-0, -0.0]"))).isEqualTo("[0, 0.0]");
    }

    @Test
    void numbers_of_any_size_are_exact() throws MalformedJson {
        assertThat(Json.parse("18446744073709551617").bigIntegerValue())
                .isEqualTo(BigInteger.TWO.pow(64).add(BigInteger.ONE));
        assertThat(Json.parse("0.1000").decimalValue()).isEqualTo(new BigDecimal("0.1000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e5", "1E+400", "-2.5e-400", "1e2147483647", "1e99999999999", "1e-99999999999"})
    void exponents_are_a_number_or_an_error_and_cost_nothing(String number) {
        try {
            assertThat(SpacedJson.write(Json.parse(number))).hasSizeLessThan(40);
        } catch (MalformedJson refused) {
            assertThat(refused).hasMessageNotContaining("999999999");
        }
    }

    @Test
    void the_last_of_duplicate_keys_wins() throws MalformedJson {
        assertThat(SpacedJson.write(Json.parse("{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo("{\"a\": 3, \"b\": 2}");
    }

    @Test
    void keys_keep_their_order() throws MalformedJson {
        assertThat(SpacedJson.write(Json.parse("{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2}}")))
                .isEqualTo("{\"z\": 1, \"a\": 2, \"m\": {\"y\": 1, \"b\": 2}}");
    }

    @Test
    @Conforms("OPS-110")
    void nesting_is_read_to_the_limit_and_refused_beyond() throws MalformedJson {
        JsonNode deepest = Json.parse("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));

        assertThat(deepest.isArray()).isTrue();
        assertThatThrownBy(() -> Json.parse("[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1)))
                .isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000))).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "1 2", "[] x", "null,", "{}]", "\"a\" \"b\""})
    void nothing_may_follow_the_document(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\uFEFF"})
    void nothing_is_no_document(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("the document is empty");
    }

    @Test
    void a_byte_order_mark_is_skipped_once() throws MalformedJson {
        assertThat(Json.parse("\uFEFF{}").isObject()).isTrue();
        assertThatThrownBy(() -> Json.parse("\uFEFF\uFEFF{}")).isInstanceOf(MalformedJson.class);
    }

    @Test
    void null_is_a_value() throws MalformedJson {
        assertThat(Json.parse("null").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a': 1}",
                "{a: 1}",
                "[1,]",
                "{\"a\":1,}",
                "// note\n1",
                "NaN",
                "Infinity",
                "+1",
                "01",
                ".5",
                "1.",
                "\"tab\there\"",
                "\"\\x41\"",
                "tru",
                "[1 2]",
                "{\"a\" 1}",
                "\"open",
                "{",
                "["
            })
    void only_strict_json_is_read(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void an_error_says_where_it_is() {
        assertThatThrownBy(() -> Json.parse("{\"a\": 1,\n  \"b\": }"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("line 2, column 8");
    }

    @Test
    void an_error_says_what_was_expected() {
        assertThatThrownBy(() -> Json.parse("{\"a\" 1}"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("was expecting a colon");
        assertThatThrownBy(() -> Json.parse("s3cret"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageStartingWith("unrecognized token (line 1, column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "{\"a\": s3cret}",
                "{\"s3cret\": }",
                "{\"s3cret\" 1}",
                "[\"s3cret\" \"s3cret\"]",
                "{\"a\": \"s3cret\\q\"}",
                "{\"a\": \"s3cret\n\"}",
                "{\"a\": \"s3cret",
                "-s3cret",
                "{s3cret: 1}",
                "{'s3cret': 1}",
                "trus3cret",
                "nulls3cret",
                "falss3cret",
                "[1s3cret]",
                "{\"a\":1} s3cret",
                "{\"a\":1} \"s3cret\"",
                "/s3cret/",
                "#s3cret",
                "NaNs3cret",
                "\"s3cret\\u12s3cret\"",
                "+s3cret",
                "Infinitys3cret",
                "-Infs3cret"
            })
    void an_error_never_repeats_the_content(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MalformedJson.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void an_error_never_repeats_a_long_number() {
        assertThatThrownBy(() -> Json.parse("1234567890".repeat(200)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageNotContaining("1234567890");
        assertThatThrownBy(() -> Json.parse("[1234567890x]"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageNotContaining("1234567890");
    }
}
