package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether programs can be executed where the library directory lies. */
class MountsTest {
    private static final Path HANDLER = Path.of("/var/lib/waagent/Test.A-1.0.0");

    private static boolean isNoExec(String... mounts) {
        return Mounts.isNoExec(List.of(mounts), HANDLER);
    }

    @Test
    @Conforms("02#43")
    void the_mount_that_holds_the_directory_decides() {
        assertThat(isNoExec("/dev/sda1 / ext4 rw 0 0", "/dev/sdb1 /var ext4 rw,nosuid,noexec,relatime 0 0"))
                .isTrue();
        assertThat(isNoExec("/dev/sda1 / ext4 rw,noexec 0 0", "/dev/sdb1 /var ext4 rw 0 0"))
                .isFalse();
    }

    @Test
    void a_mount_beside_it_does_not_matter() {
        assertThat(isNoExec("/dev/sda1 / ext4 rw 0 0", "/dev/sdb1 /var/li tmpfs rw,noexec 0 0"))
                .isFalse();
    }

    @Test
    void of_two_mounts_at_one_place_the_later_lies_on_top() {
        assertThat(isNoExec("/dev/sda1 /var ext4 rw,noexec 0 0", "tmpfs /var tmpfs rw 0 0"))
                .isFalse();
    }

    @Test
    void lines_that_are_no_mounts_say_nothing() {
        assertThat(isNoExec("", "noexec", "/dev/sda1 /")).isFalse();
    }
}
