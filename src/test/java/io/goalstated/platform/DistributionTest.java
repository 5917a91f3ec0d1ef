package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    Path directory;

    @Test
    void name_and_version_come_from_os_release() throws IOException {
        write("etc/os-release", "# a comment\nNAME=\"Red Hat\"\nID=\"rhel\"\nVERSION_ID='9.4'\nVERSION=\n");

        assertThat(read()).isEqualTo(new Distribution("rhel", "9.4", "localhost"));
    }

    @Test
    void the_vendors_file_stands_in_when_etc_has_none() throws IOException {
        write("usr/lib/os-release", "ID=arch\nBUILD_ID=rolling\n");

        assertThat(read()).isEqualTo(new Distribution("arch", "rolling", "localhost"));
    }

    @Test
    void a_system_that_says_nothing_is_called_linux() {
        assertThat(read()).isEqualTo(new Distribution("linux", "unknown", "localhost"));
    }

    @Test
    void the_kernels_host_name_goes_before_the_files() throws IOException {
        write("etc/hostname", "written\n");
        assertThat(read().computerName()).isEqualTo("written");

        write("proc/sys/kernel/hostname", "running\n");
        assertThat(read().computerName()).isEqualTo("running");
    }

    private Distribution read() {
        return Distribution.read(new SystemRoot(directory));
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
