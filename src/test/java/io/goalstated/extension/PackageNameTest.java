package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 02 §1, §12.6. */
class PackageNameTest {
    @ParameterizedTest
    @CsvSource({
        "Test.A__1.0.0.zip, Test.A, 1.0.0, false",
        "Test.A-1.0.0.zip, Test.A, 1.0.0, true",
        "Test.A__1.2.0-rc1.zip, Test.A, 1.2.0-rc1, false",
        "Test.A-1.2.0-beta.2.zip, Test.A, 1.2.0-beta.2, true",
        "Test__A__1.0.zip, Test__A, 1.0, false",
        "Test.A___1.0.zip, Test.A_, 1.0, false",
        "Test.A-1__2.0.zip, Test.A-1, 2.0, false",
        "Test.A__1-2.zip, Test.A__1, 2, true",
        "WALinuxAgent-2.2.46.zip, WALinuxAgent, 2.2.46, true",
    })
    void a_name_is_taken_apart_and_made_again_from_its_parts(
            String name, String handler, String version, boolean besideDirectory) {
        PackageName expected = new PackageName(
                new HandlerDirectory(new HandlerName(handler), new VersionNumber(version)), besideDirectory);

        assertThat(PackageName.parse(name))
                .contains(expected)
                .hasValueSatisfying(parsed -> assertThat(parsed).hasToString(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".zip",
                "__.zip",
                "-.zip",
                "__1.0.zip",
                "-1.0.zip",
                "Test.A.zip",
                "Test.A__.zip",
                "Test.A-.zip",
                "Test.A_1.0.zip",
                "Test.A__1.0",
                "Test.A__1.0.ZIP",
                "Test.A__1.0.zip\n",
                "Test.A\n__1.0.zip",
                "Test A__1.0.zip",
                "../Test.A__1.0.zip",
                "/etc__1.0.zip",
                "Test..A__1.0.zip",
                "Test.A__1.0/../2.zip",
                "Test.A__..zip",
                "Test.A__1..0.zip",
                "Test.A__1.0-gamma.zip",
                "Test.A__1.0__.zip",
                "Test.A__١.٠.zip",
                "Tést.A__1.0.zip"
            })
    void hostile_and_other_names_are_none(String name) {
        assertThat(PackageName.parse(name)).isEmpty();
    }

    @Test
    void the_longest_name_that_a_disk_can_hold_is_taken_apart_at_once() {
        String dashes = "1-".repeat(120) + "__".repeat(6) + ".zip";
        String versions = "a" + "-1".repeat(120) + "x.zip";

        assertThat(PackageName.parse(dashes)).isEmpty();
        assertThat(PackageName.parse(versions)).isEmpty();
    }
}
