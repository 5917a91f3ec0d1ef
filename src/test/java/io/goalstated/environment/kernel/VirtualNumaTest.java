package io.goalstated.environment.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualNumaTest {
    private static final String MENU = """
            default=0
            password --md5 $1$abc
            title Oracle Linux Server (2.6.32-754.el6.x86_64)
            \troot (hd0,0)
            \tkernel /vmlinuz-2.6.32-754.el6.x86_64 ro root=/dev/sda2 quiet
            \tinitrd /initramfs-2.6.32-754.el6.x86_64.img
            title Old
            \tkernel /vmlinuz-2.6.32-71.el6.x86_64 ro numa=off
            title Memory test
            \tkernel /memtest86+-4.10
            """;

    @TempDir
    Path directory;

    private final RecordingTools tools = new RecordingTools();
    private Path settings;

    @BeforeEach
    void an_old_kernel() throws IOException {
        write("proc/sys/kernel/osrelease", "2.6.32-5-amd64\n");
        write("proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet\n");
        settings = write("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Optional<VirtualNuma.Advice> look(boolean permitted) throws IOException {
        return new VirtualNuma(new Disk(), new SystemRoot(directory), tools, "GRUB_CMDLINE_LINUX_DEFAULT")
                .look(permitted);
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                files.put(file, Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void without_permission_nothing_is_changed_and_the_owner_hears_what_to_do() throws IOException {
        Map<Path, String> before = files();

        VirtualNuma.Advice advice = look(false).orElseThrow();

        assertThat(advice.isWell()).isFalse();
        assertThat(advice.words()).contains("OS.ConfigureVnuma=y").contains("goalstated kernel-args --ensure numa=off");
        assertThat(files()).isEqualTo(before);
        assertThat(tools.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.37", "3.10.0-1160.el7.x86_64", "6.8.0-1021-azure", ""})
    void a_kernel_that_is_not_concerned_is_left_alone(String release) throws IOException {
        write("proc/sys/kernel/osrelease", release);
        Map<Path, String> before = files();

        assertThat(look(true)).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void with_permission_the_argument_is_there_from_the_next_boot_on() throws IOException {
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(look(true))
                .hasValueSatisfying(advice -> assertThat(advice.isWell()).isTrue());

        assertThat(settings).hasContent("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet numa=off\"\nGRUB_CMDLINE_LINUX=\"\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-r-----");
        assertThat(directory.resolve("etc/default/grub.azure-agent.bak"))
                .hasContent("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"");
        assertThat(tools.calls()).contains("update-grub");
    }

    @Test
    void a_second_start_before_the_reboot_changes_nothing() throws IOException {
        look(true);
        write("boot/grub/grub.cfg", "linux /vmlinuz quiet numa=off\n");
        tools.forget();
        Map<Path, String> before = files();

        assertThat(look(true).orElseThrow().words()).contains("takes effect with the next boot");

        assertThat(files()).isEqualTo(before);
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void after_the_reboot_there_is_nothing_to_say() throws IOException {
        write("proc/cmdline", "root=/dev/sda1 numa=off quiet\n");
        Map<Path, String> before = files();

        assertThat(look(true)).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_boot_loader_that_was_not_told_before_a_kill_is_told_by_the_next_start() throws IOException {
        write("boot/grub/grub.cfg", "linux /vmlinuz quiet\n");
        Disk dying = new Disk((operation, path) -> {
            if (operation.equals("rename") && path.endsWith("etc/default/grub")) {
                throw new IOException("killed");
            }
        });
        assertThatThrownBy(() -> new VirtualNuma(dying, new SystemRoot(directory), tools, "GRUB_CMDLINE_LINUX_DEFAULT")
                        .look(true))
                .hasMessage("killed");
        assertThat(settings).hasContent("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"");

        tools.answer("update-grub", 1, "", "killed, too");
        assertThat(look(true).orElseThrow().isWell()).isFalse();
        tools.answer("update-grub", 0, "", "").forget();
        assertThat(look(true).orElseThrow().isWell()).isTrue();

        assertThat(tools.calls()).contains("update-grub");
    }

    @Test
    void the_menu_of_an_old_grub_is_changed_itself() throws IOException {
        Files.delete(settings);
        Path menu = write("boot/grub/grub.conf", MENU);
        Files.setPosixFilePermissions(menu, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(directory.resolve("boot/grub/menu.lst"), Path.of("./grub.conf"));

        look(true);
        look(true);

        assertThat(menu).hasContent(MENU.replace("root=/dev/sda2 quiet\n", "root=/dev/sda2 quiet numa=off\n"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(menu)))
                .isEqualTo("rw-------");
        Path backup = directory.resolve("boot/grub/grub.conf.azure-agent.bak");
        assertThat(backup).hasContent(MENU);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void a_menu_without_kernels_and_a_machine_without_grub_are_left_alone_and_told() throws IOException {
        Files.delete(settings);
        assertThatThrownBy(() -> look(true)).hasMessageContaining("does not boot with GRUB");

        write("boot/grub/menu.lst", "title Memory test\n kernel /memtest\n");
        Map<Path, String> before = files();
        assertThatThrownBy(() -> look(true)).hasMessageContaining("by hand").hasMessageContaining("numa=off");
        assertThat(files()).isEqualTo(before);
    }
}
