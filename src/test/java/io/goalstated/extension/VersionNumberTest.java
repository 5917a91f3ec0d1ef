package io.goalstated.extension;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 01 §9.2. */
class VersionNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, true",
        "1.0, 1.0.5.2, true",
        "1, 1.0.5.2, true",
        "4.0, 4.0.0.1, true",
        "1.0.0, 1.0, false",
        "2.0.0, 2.0, false",
        "1.0, 1.1, false",
        "1.0, 2.0, false",
        "1.1, 1.10, false",
        "1.10, 1.1, false",
        "01.0, 1.00.3, true",
        "1.0, 1.0.0-rc1, true",
        "2.0, 1.0.2.0, false",
    })
    @Conforms("02#33")
    void a_request_is_satisfied_by_what_begins_with_it(String requested, String available, boolean satisfied) {
        assertThat(new VersionNumber(available).satisfies(new VersionNumber(requested)))
                .isEqualTo(satisfied);
    }

    @Test
    void age_is_decided_by_numbers_and_tags_come_before_the_plain_version() {
        List<VersionNumber> oldestFirst = new ArrayList<>(List.of(
                new VersionNumber("0.9"),
                new VersionNumber("1.0.alpha"),
                new VersionNumber("1.0-alpha2"),
                new VersionNumber("1.0.alpha.10"),
                new VersionNumber("1.0beta1"),
                new VersionNumber("1.0.0-rc.1"),
                new VersionNumber("1.0.0-rc2"),
                new VersionNumber("1.0"),
                new VersionNumber("1.0.0.1"),
                new VersionNumber("1.2"),
                new VersionNumber("1.9.5"),
                new VersionNumber("1.10"),
                new VersionNumber("2.0.0-alpha"),
                new VersionNumber("2"),
                new VersionNumber("10.0")));
        String expected = text(oldestFirst);

        Collections.shuffle(oldestFirst, new Random(1));
        oldestFirst.sort(VersionNumber.BY_AGE);

        assertThat(text(oldestFirst)).isEqualTo(expected);
    }

    private static String text(List<VersionNumber> versions) {
        return versions.stream().map(VersionNumber::text).collect(joining(" "));
    }

    @ParameterizedTest
    @CsvSource({"3.0, 3.0.0.0", "1, 1.0", "1.02, 1.2", "1.0-rc1, 1.0.0.rc.1", "1.0rc, 1.0-rc0"})
    void missing_components_are_zero_but_the_spelling_makes_another_version(String one, String other) {
        VersionNumber left = new VersionNumber(one);
        VersionNumber right = new VersionNumber(other);

        assertThat(left.isSameAge(right)).isTrue();
        assertThat(left.isNewerThan(right)).isFalse();
        assertThat(right.isNewerThan(left)).isFalse();
        assertThat(left).isNotEqualTo(right);
    }

    @Test
    void newer_is_not_the_same() {
        VersionNumber newer = new VersionNumber("1.10");
        VersionNumber older = new VersionNumber("1.9");

        assertThat(newer.isNewerThan(older)).isTrue();
        assertThat(older.isNewerThan(newer)).isFalse();
        assertThat(newer.isSameAge(older)).isFalse();
    }

    @Test
    @Conforms("B5")
    void the_text_is_kept_letter_for_letter() {
        assertThat(VersionNumber.parse("01.002.0-rc.07")).hasToString("Optional[01.002.0-rc.07]");
    }

    @Test
    void numbers_beyond_any_integer_type_are_compared() {
        VersionNumber huge = new VersionNumber("1.999999999999999999");

        assertThat(huge.isNewerThan(new VersionNumber("1.999999999999999998"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.",
                ".1",
                "1..0",
                "a",
                "1.a",
                "1.0 ",
                " 1.0",
                "1.0\n",
                "-1",
                "1,0",
                "1.0-gamma",
                "1.0/..",
                "../1",
                "1.0.rc1.2",
                "1.0--rc1",
                "1.0RC1",
                "1234567890123456789",
                "1.0-rc1234567890123456789",
                "١.٠",
                "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17"
            })
    void what_could_not_be_a_version_is_none(String text) {
        assertThat(VersionNumber.parse(text)).isEmpty();
        assertThatThrownBy(() -> new VersionNumber(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sixteen_components_are_the_most() {
        assertThat(VersionNumber.parse("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16"))
                .isPresent();
    }
}
