package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryDirectoryTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();
    private Path library;

    @BeforeEach
    void aLibrary() throws IOException {
        library = Files.createDirectories(directory.resolve("lib"));
    }

    @Test
    void documents_of_old_releases_are_removed() throws IOException {
        for (String name : List.of(
                "VmSettings.12.json",
                "Prod.3.agentsManifest",
                "Contoso.Samples.Hello.1.manifest.xml",
                "GoalState.2.xml",
                "ExtensionsConfig.12.xml",
                "HostingEnvironmentConfig.xml",
                "RemoteAccess.xml",
                "waagent_status.7.json")) {
            Files.writeString(library.resolve(name), "secret");
        }

        new LibraryDirectory(disk, library, directory.resolve("log")).tidyUp();

        assertThat(disk.list(library)).isEmpty();
    }

    @Test
    void what_others_rely_on_stays() throws IOException {
        List<String> names = List.of(
                "GoalState.1.xml",
                "SharedConfig.xml",
                "waagent_status.json",
                "Certificates.xml",
                "ovf-env.xml",
                "12.xml",
                "Contoso.Samples.Hello.manifest.xml");
        for (String name : names) {
            Files.writeString(library.resolve(name), "needed");
        }
        Files.createDirectories(library.resolve("Contoso.2.xml"));
        Files.writeString(library.resolve("Contoso.2.xml/file"), "needed");
        Files.createSymbolicLink(library.resolve("RemoteAccess.xml"), library.resolve("SharedConfig.xml"));

        new LibraryDirectory(disk, library, directory.resolve("log")).tidyUp();

        assertThat(disk.list(library))
                .extracting(path -> path.getFileName().toString())
                .containsAll(names)
                .contains("Contoso.2.xml", "RemoteAccess.xml");
    }
}
