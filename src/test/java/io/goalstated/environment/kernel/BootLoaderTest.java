package io.goalstated.environment.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootLoaderTest {
    private static final BootArguments SERIAL = BootArguments.serialConsole("GRUB_CMDLINE_LINUX_DEFAULT", "ttyS0");

    @TempDir
    Path directory;

    private final RecordingTools tools = new RecordingTools();
    private Path settings;

    @BeforeEach
    void machine() throws IOException {
        settings = directory.resolve("etc/default/grub");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
    }

    private BootLoader loader() {
        return new BootLoader(new Disk(), new SystemRoot(directory), tools);
    }

    @Test
    @Conforms("03#111")
    void a_second_time_there_is_nothing_to_do() throws IOException {
        BootLoader.Preview first = loader().preview(SERIAL);
        assertThat(first.isNothing()).isFalse();
        assertThat(loader().apply(first, SERIAL)).isEmpty();

        assertThat(loader().preview(SERIAL).isNothing()).isTrue();
    }

    @Test
    void a_preview_shows_lines_and_changes_nothing() throws IOException {
        BootLoader.Preview preview =
                loader().preview(BootArguments.of("GRUB_CMDLINE_LINUX_DEFAULT", List.of("numa=off")));

        assertThat(preview.differences())
                .containsExactly(
                        "-GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"", "+GRUB_CMDLINE_LINUX_DEFAULT=\"quiet numa=off\"");
        assertThat(settings).hasContent("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void what_the_settings_were_is_kept_once() throws IOException {
        loader().apply(loader().preview(SERIAL), SERIAL);
        BootArguments more = BootArguments.of("GRUB_CMDLINE_LINUX_DEFAULT", List.of("numa=off"));
        loader().apply(loader().preview(more), more);

        assertThat(directory.resolve("etc/default/grub.azure-agent.bak"))
                .hasContent("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
    }

    @Test
    void where_there_is_no_update_grub_the_file_that_is_there_is_made() throws IOException {
        tools.missing("update-grub");
        Files.createDirectories(directory.resolve("boot/grub2"));
        Files.writeString(directory.resolve("boot/grub2/grub.cfg"), "");

        assertThat(loader().apply(loader().preview(SERIAL), SERIAL)).isEmpty();

        assertThat(tools.calls()).contains("grub2-mkconfig -o /boot/grub2/grub.cfg");
    }

    @Test
    void a_boot_loader_that_cannot_be_told_is_a_problem() throws IOException {
        tools.missing("update-grub").missing("grubby");

        assertThat(loader().apply(loader().preview(SERIAL), SERIAL))
                .hasValueSatisfying(problem -> assertThat(problem).contains("does not have them"));
    }

    @Test
    void settings_that_a_shell_puts_together_are_left_alone() throws IOException {
        Files.writeString(settings, "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet $EXTRA\"\n");

        assertThatThrownBy(() -> loader().preview(SERIAL)).hasMessageContaining("by hand");
    }
}
