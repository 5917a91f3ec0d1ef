package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"Microsoft.Azure.Extensions.CustomScript", "A", "_a_", "a-b.c_d", "0.1", "Ab"})
    void names_that_stay_in_their_directory_are_accepted(String text) {
        assertThat(HandlerName.parse(text)).map(HandlerName::value).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "a..b", "../a", "a/b", "/a", "a\\b", ".a", "a.", "-a", "a-", "a b", "a\n", "a\0b", "é",
                "a*", "~root", "$HOME", "a;b"
            })
    void names_that_could_leave_it_are_none(String text) {
        assertThat(HandlerName.parse(text)).isEmpty();
        assertThatThrownBy(() -> new HandlerName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a handler name");
    }

    @Test
    void two_hundred_characters_are_the_most() {
        assertThat(HandlerName.parse("a".repeat(200))).isPresent();
        assertThat(HandlerName.parse("a".repeat(201))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Microsoft.Azure.Extensions.CustomScript, Microsoft.Azure.Extensions, CustomScript",
        "Test.Ext, Test, Ext",
        "Alone, '', Alone",
    })
    void publisher_and_type_are_parted_by_the_last_dot(String name, String publisher, String type) {
        HandlerName handler = new HandlerName(name);

        assertThat(handler.publisher()).isEqualTo(publisher);
        assertThat(handler.type()).isEqualTo(type);
    }

    @Test
    void case_may_differ_where_the_platform_is_not_exact() {
        HandlerName name = new HandlerName("Test.Linux");

        assertThat(name.equalsIgnoreCase("tEST.lINUX")).isTrue();
        assertThat(name.equalsIgnoreCase("Test.Linux2")).isFalse();
        assertThat(name).isNotEqualTo(new HandlerName("test.linux")).hasToString("Test.Linux");
    }
}
