package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 02 §1. */
class HandlerDirectoryTest {
    @ParameterizedTest
    @CsvSource({
        "Test.A-1.0.0, Test.A, 1.0.0",
        "Test.A-1.2.0-rc1, Test.A, 1.2.0-rc1",
        "Test.A-1.2.0-beta.2, Test.A, 1.2.0-beta.2",
        "Test.A-1.2.0rc1, Test.A, 1.2.0rc1",
        "Test.A-1-2, Test.A-1, 2",
        "Test.A-1.0-2.0-alpha, Test.A-1.0, 2.0-alpha",
        "Test-rc1-1.0, Test-rc1, 1.0",
        "WALinuxAgent-2.2.46, WALinuxAgent, 2.2.46",
    })
    void a_name_and_a_version_are_told_apart_and_make_the_same_name_again(
            String directory, String handler, String version) {
        assertThat(HandlerDirectory.parse(directory))
                .contains(new HandlerDirectory(new HandlerName(handler), new VersionNumber(version)))
                .hasValueSatisfying(parsed -> assertThat(parsed).hasToString(directory));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "history",
                "Test.A",
                "Test.A-",
                "-1.0",
                "Test.A-rc1",
                "Test.A-1.0-gamma",
                "Test.A-1.0-rc1-x",
                "Test A-1.0",
                "Test.A--1.0"
            })
    void other_names_are_none(String directory) {
        assertThat(HandlerDirectory.parse(directory)).isEmpty();
    }
}
