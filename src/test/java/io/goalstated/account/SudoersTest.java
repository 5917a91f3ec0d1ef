package io.goalstated.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SudoersTest {
    private static final UserName BOB = new UserName("bob");
    private static final UserName BOBBY = new UserName("bobby");

    @TempDir
    Path directory;

    private final RecordingTools tools = new RecordingTools();
    private Path rules;
    private Sudoers sudoers;

    @BeforeEach
    void system() throws IOException {
        Path rulesDirectory = Files.createDirectories(directory.resolve("etc/sudoers.d"));
        rules = rulesDirectory.resolve("waagent");
        Path scratch = Files.createDirectories(directory.resolve("lib"));
        sudoers = new Sudoers(new Disk(), tools, rulesDirectory, "/etc/sudoers.d", scratch);
    }

    @Test
    void a_user_without_a_password_is_not_asked_for_one() throws Exception {
        sudoers.allow(BOB, false);
        sudoers.allow(BOBBY, true);

        assertThat(rules).hasContent("bob ALL=(ALL) NOPASSWD: ALL\nbobby ALL=(ALL) ALL\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rules)))
                .isEqualTo("r--r-----");
    }

    @Test
    void a_user_has_one_rule_however_often_it_is_set() throws Exception {
        sudoers.allow(BOB, false);
        sudoers.allow(BOB, false);
        sudoers.allow(BOBBY, false);
        sudoers.allow(BOB, true);

        assertThat(rules).hasContent("bob ALL=(ALL) ALL\nbobby ALL=(ALL) NOPASSWD: ALL\n");
    }

    @Test
    @Conforms({"03#43", "03R#12"})
    void removing_bob_leaves_bobby() throws Exception {
        sudoers.allow(BOB, true);
        sudoers.allow(BOBBY, true);

        sudoers.remove(BOB);

        assertThat(rules).hasContent("bobby ALL=(ALL) ALL\n");
    }

    @Test
    @Conforms("03R#23")
    void rules_that_visudo_does_not_accept_are_not_put_in_place() throws Exception {
        sudoers.allow(BOB, true);
        tools.answer("visudo", 1, "", "syntax error near line 1");

        assertThatThrownBy(() -> sudoers.allow(BOBBY, true)).hasMessageContaining("visudo ended with exit code 1");

        assertThat(rules).hasContent("bob ALL=(ALL) ALL\n");
        try (Stream<Path> left = Files.list(directory.resolve("lib"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_missing_directory_is_made_and_included_once() throws Exception {
        Files.delete(directory.resolve("etc/sudoers.d"));
        Path main = Files.writeString(directory.resolve("etc/sudoers"), "root ALL=(ALL) ALL");

        sudoers.allow(BOB, true);
        Files.delete(rules);
        Files.delete(directory.resolve("etc/sudoers.d"));
        sudoers.allow(BOB, true);

        assertThat(main).hasContent("root ALL=(ALL) ALL\n#includedir /etc/sudoers.d\n");
        assertThat(rules).hasContent("bob ALL=(ALL) ALL\n");
    }
}
