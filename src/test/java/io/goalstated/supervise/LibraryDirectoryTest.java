package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void certificates_keys_and_the_provisioning_document_are_sealed() throws IOException {
        List<String> names = List.of(
                "4037FBF5F1F3014F99B5D6C7799E9B20E6871CB3.crt",
                "4037FBF5F1F3014F99B5D6C7799E9B20E6871CB3.prv",
                "Certificates.p7m",
                "Certificates.pem",
                "TransportCert.pem",
                "Certificates.xml",
                "ovf-env.xml");
        for (String name : names) {
            write(name, "rw-r--r--");
        }
        write("narrow.prv", "---------");
        write("microsoft_root_certificate.pem", "rw-------");
        write("SharedConfig.xml", "rw-r--r--");
        Path elsewhere = directory.resolve("elsewhere.pem");
        Files.writeString(elsewhere, "somebody else's");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(library.resolve("link.pem"), elsewhere);
        Files.createDirectories(library.resolve("directory.pem"));

        new LibraryDirectory(disk, library, directory.resolve("log")).tidyUp();

        assertThat(names)
                .allSatisfy(name -> assertThat(mode(library.resolve(name))).isEqualTo("r--------"));
        assertThat(mode(library.resolve("narrow.prv"))).isEqualTo("---------");
        assertThat(mode(library.resolve("microsoft_root_certificate.pem"))).isEqualTo("rw-------");
        assertThat(mode(library.resolve("SharedConfig.xml"))).isEqualTo("rw-r--r--");
        assertThat(mode(elsewhere)).isEqualTo("rw-r--r--");
        assertThat(mode(library.resolve("directory.pem"))).startsWith("rwx");
    }

    private void write(String name, String mode) throws IOException {
        Path file = Files.writeString(library.resolve(name), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
