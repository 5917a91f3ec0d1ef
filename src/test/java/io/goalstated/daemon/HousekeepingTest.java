package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.support.CollectedPlaces;
import io.goalstated.support.Gathering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HousekeepingTest {
    @TempDir
    private Path root;

    @Test
    void what_cannot_be_tidied_up_keeps_nobody_from_starting() throws IOException {
        Path stubborn = Files.createDirectories(root.resolve("var/lib/waagent/Contoso.Probe-1.0.0/status"));
        Files.createFile(stubborn.resolve(".goalstated-old-1"));
        Disk disk = new Disk((operation, path) -> {
            if (operation.equals("delete")) {
                throw new IOException("Operation not permitted");
            }
        });
        Housekeeping housekeeping = new Housekeeping(setup(), disk, () -> {
            throw new IOException("staging: Operation not permitted");
        });
        housekeeping.prepareDirectories();

        assertThatCode(housekeeping::tidyUp).doesNotThrowAnyException();

        assertThat(stubborn.resolve(".goalstated-old-1")).exists();
    }

    @Test
    @Conforms("03R#8")
    void a_library_directory_that_is_a_link_is_refused_and_nothing_is_written_where_it_leads() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("home/eve/lib"));
        Files.createDirectories(root.resolve("var/lib"));
        Files.createSymbolicLink(root.resolve("var/lib/waagent"), elsewhere);
        Housekeeping housekeeping = new Housekeeping(setup(), new Disk(), () -> {});

        assertThatThrownBy(housekeeping::prepareDirectories)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("var/lib/waagent is a symbolic link or no directory");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    @Conforms("03R#8")
    void the_good_configuration_is_not_kept_behind_such_a_link_either() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("home/eve/lib"));
        Files.createDirectories(root.resolve("var/lib"));
        Files.createSymbolicLink(root.resolve("var/lib/waagent"), elsewhere);
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/waagent.conf"), "Logs.Verbose=y\n");
        ConfigurationReader reader =
                new ConfigurationReader(new SystemRoot(root), new Disk(), Optional.empty(), Map.of(), List.of());
        ConfigurationReader.Reading reading = reader.read();

        assertThatThrownBy(() -> reader.remember(reading)).isInstanceOf(IOException.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @Conforms("03R#6")
    @ValueSource(strings = {"rwxrwxrwx", "rwxr-xr-x", "rwx--x--x", "r-x------"})
    void a_library_directory_that_was_open_to_others_is_closed_before_anything_is_put_into_it(String before)
            throws IOException {
        Path library = Files.createDirectories(root.resolve("var/lib/waagent"));
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString(before));
        Set<String> modes = new HashSet<>();
        Disk disk = new Disk((operation, path) -> {
            if (path.startsWith(library) && !path.equals(library)) {
                modes.add(mode(library));
            }
        });

        new Housekeeping(setup(), disk, () -> {}).prepareDirectories();

        assertThat(mode(library)).isEqualTo("rwx------");
        assertThat(modes).containsExactly("rwx------");
    }

    @Test
    @Conforms("OPS-87")
    void what_a_collection_of_logs_has_left_that_was_killed_at_any_step_is_swept() throws IOException {
        Path own = root.resolve("var/lib/waagent/logcollector");
        int survived = 0;
        for (int step = 1; survived == 0; step++) {
            Housekeeping housekeeping = new Housekeeping(setup(), new Disk(), () -> {});
            housekeeping.prepareDirectories();
            Files.createDirectories(root.resolve("var/log"));
            Files.writeString(root.resolve("var/log/waagent.log"), "a line\n");
            survived = collectAndDieBefore(step) ? 0 : step;

            new Housekeeping(setup(), new Disk(), () -> {}).tidyUp();

            assertThat(new Disk().list(own))
                    .as("step " + step)
                    .allMatch(file -> file.endsWith("logs.zip") || file.endsWith("results.txt"));
        }
        assertThat(survived).isGreaterThan(8);
        assertThat(own.resolve("logs.zip")).exists();
    }

    /** An agent that is killed does nothing more, not even clean up. */
    private boolean collectAndDieBefore(int step) throws IOException {
        int[] steps = {0};
        Disk mortal = new Disk((operation, path) -> {
            if (++steps[0] == step) {
                throw new AssertionError("killed");
            }
        });
        try {
            Gathering gathering = new Gathering(
                    mortal,
                    new SystemRoot(root),
                    new Gathering.Wish(CollectedPlaces.of(Configuration.defaults()), false, Optional.empty()),
                    InstantSource.system());
            while (gathering.end().isEmpty()) {
                gathering.advance();
            }
            return false;
        } catch (AssertionError killed) {
            return true;
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Setup setup() {
        return new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(List.of()))),
                "/etc/waagent.conf",
                Map.of(),
                AgentVersion.current());
    }
}
