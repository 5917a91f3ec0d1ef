package io.goalstated.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerEnvironment;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitializerTest {
    @TempDir
    Path directory;

    private HandlerLayout layout;
    private final Initializer initializer = new Initializer(new Disk());

    @BeforeEach
    void prepare() throws IOException {
        layout = new HandlerLayout(
                directory.resolve("lib"), directory.resolve("logs"), ArtifactBench.HANDLER, ArtifactBench.VERSION);
        Files.createDirectories(layout.base());
    }

    @Test
    @Conforms({"B1", "02#40"})
    void every_file_becomes_executable_for_its_owner_and_keeps_its_other_bits() throws IOException {
        Path script = Files.createFile(layout.base().resolve("run.sh"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r-----"));
        Path nested = Files.createDirectories(layout.base().resolve("a/b")).resolve("deep");
        Files.createFile(nested);
        Path outside = Files.createFile(directory.resolve("outside"));
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(layout.base().resolve("link"), outside);

        initializer.initialize(layout);

        assertThat(mode(script)).isEqualTo("rwxr-----");
        assertThat(nested).isExecutable();
        assertThat(mode(outside)).isEqualTo("rw-------");
    }

    @Test
    @Conforms("02#44")
    void a_log_directory_that_exists_keeps_its_mode() throws IOException {
        Files.createDirectories(layout.logs());
        Files.setPosixFilePermissions(layout.logs(), PosixFilePermissions.fromString("rwx------"));

        initializer.initialize(layout);

        assertThat(mode(layout.logs())).isEqualTo("rwx------");
    }

    @Test
    void settings_and_status_folders_are_private_whatever_the_package_brought() throws IOException {
        Files.createDirectories(layout.config());
        Files.setPosixFilePermissions(layout.config(), PosixFilePermissions.fromString("rwxr-xr-x"));

        initializer.initialize(layout);

        assertThat(mode(layout.config())).isEqualTo("rwx------");
        assertThat(mode(layout.status())).isEqualTo("rwx------");
        assertThat(mode(layout.events())).isEqualTo("rwx------");
    }

    @Test
    @Conforms("02#98")
    void a_deleted_or_old_environment_file_is_written_again() throws IOException {
        initializer.refresh(layout);
        assertThat(layout.environment()).hasContent(HandlerEnvironment.text(layout));
        Files.writeString(layout.environment(), "[{}]");

        initializer.refresh(layout);

        assertThat(layout.environment()).hasContent(HandlerEnvironment.text(layout));
        assertThat(mode(layout.environment())).isEqualTo("rw-------");
    }

    @Test
    void an_environment_file_that_is_right_is_left_alone() throws IOException {
        initializer.refresh(layout);
        FileTime past = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(layout.environment(), past);

        initializer.refresh(layout);

        assertThat(Files.getLastModifiedTime(layout.environment())).isEqualTo(past);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
