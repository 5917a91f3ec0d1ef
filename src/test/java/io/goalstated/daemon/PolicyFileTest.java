package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.policy.InvalidPolicy;
import io.goalstated.policy.NoPolicy;
import io.goalstated.policy.Policy;
import io.goalstated.policy.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the owner's policy is in force, and when it may not be believed: spec 04 §8.4. */
class PolicyFileTest {
    private static final String NOBODY =
            "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {\"allowListedExtensionsOnly\": true}}";

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        file = root.resolve("etc/waagent_policy.json");
        Files.createDirectories(file.getParent());
    }

    private void write(String text, String modes) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }

    private PolicyFile policyFile(String... settings) {
        return new PolicyFile(
                new SystemRoot(root),
                () -> Configuration.of(List.of(ConfigFile.fromCommandLine(List.of(settings)))),
                new Disk());
    }

    private static boolean allows(Policy policy) {
        return policy.decide(new HandlerName("Test.A"), RequestedState.ENABLED) instanceof Verdict.Allowed;
    }

    @Test
    @Conforms("OPS-119")
    void without_a_file_everything_is_allowed() {
        assertThat(policyFile().read()).isInstanceOf(NoPolicy.class);
        assertThat(policyFile().text()).isEmpty();
    }

    @Test
    @Conforms("OPS-119")
    void the_files_existence_puts_it_in_force_and_a_written_n_does_not() throws IOException {
        write(NOBODY, "rw-r--r--");

        assertThat(allows(policyFile().read())).isFalse();
        assertThat(policyFile().text()).contains(NOBODY);
        assertThat(allows(policyFile("Debug.EnableExtensionPolicy=y").read())).isFalse();
        assertThat(policyFile("Debug.EnableExtensionPolicy=n").read()).isInstanceOf(NoPolicy.class);
        assertThat(policyFile("Debug.EnableExtensionPolicy=n").text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
    @Conforms("OPS-120")
    void a_file_that_others_may_write_denies_and_says_what_to_do(String modes) throws IOException {
        write("{\"policyVersion\": \"0.1.0\"}", modes);

        assertThat(policyFile().read())
                .isInstanceOfSatisfying(
                        InvalidPolicy.class,
                        invalid -> assertThat(invalid.message()).contains("chmod go-w /etc/waagent_policy.json"));
        assertThat(policyFile().text()).isEmpty();
    }

    @Test
    @Conforms("OPS-120")
    void a_file_of_somebody_else_denies_and_says_what_to_do() throws IOException {
        write("{\"policyVersion\": \"0.1.0\"}", "rw-r--r--");
        assumeTrue(Files.getAttribute(root, "unix:uid").equals(0), "only root can give a file away");
        Files.setAttribute(file, "unix:uid", 12345);

        assertThat(policyFile().read())
                .isInstanceOfSatisfying(
                        InvalidPolicy.class,
                        invalid -> assertThat(invalid.message()).contains("chown root /etc/waagent_policy.json"));
    }

    @Test
    @Conforms("OPS-120")
    void what_is_no_file_denies() throws IOException {
        Files.createDirectories(file);

        assertThat(allows(policyFile().read())).isFalse();
    }

    @Test
    @Conforms("OPS-122")
    void every_change_of_the_file_shows_in_its_stamp() throws IOException {
        String none = policyFile().stamp();
        write(NOBODY, "rw-r--r--");
        String first = policyFile().stamp();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String second = policyFile().stamp();
        Path other = Files.writeString(root.resolve("etc/other"), NOBODY);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(List.of(none, first, second, policyFile().stamp())).doesNotHaveDuplicates();
        assertThat(policyFile().stamp()).isEqualTo(policyFile().stamp());
    }

    @Test
    @Conforms("OPS-66")
    void that_it_counts_or_does_not_any_more_is_a_change_like_one_of_the_file() throws IOException {
        write(NOBODY, "rw-r--r--");

        assertThat(policyFile("Debug.EnableExtensionPolicy=n").stamp())
                .isNotEqualTo(policyFile().stamp());
    }
}
