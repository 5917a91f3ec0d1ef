package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path library;

    @Test
    void a_new_identity_is_an_rsa_certificate_of_linux_transport_with_a_subject_key_identifier() throws Exception {
        TransportIdentity identity = create();

        X509Certificate certificate = certificateOf(identity);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=LinuxTransport");
        assertThat(((RSAKey) certificate.getPublicKey()).getModulus().bitLength())
                .isEqualTo(2048);
        assertThat(certificate.getExtensionValue("2.5.29.14")).hasSize(24);
        assertThat(certificate.getExtensionValue("2.5.29.35")).isNotNull();
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.19");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(730)));
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void both_files_are_readable_by_the_owner_only_and_were_never_anything_else() throws Exception {
        List<String> modes = new ArrayList<>();
        Disk watched = new Disk((operation, path) -> {
            if (operation.equals("write")) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        });

        TransportIdentity.make(watched, library, NOW);

        assertThat(modes).containsExactly("r--------", "r--------");
        for (String name : List.of("TransportPrivate.pem", "TransportCert.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.resolve(name))))
                    .isEqualTo("r--------");
        }
    }

    @Test
    void the_header_value_is_the_body_of_the_certificate_file_without_line_breaks() throws Exception {
        TransportIdentity identity = create();

        String body = Files.readString(library.resolve("TransportCert.pem")).replaceAll("-----[A-Z ]+-----|\n", "");
        assertThat(identity.headerValue()).isEqualTo(body).doesNotContain("\n", " ");
    }

    @Test
    void each_making_replaces_the_pair() throws Exception {
        TransportIdentity first = create();

        TransportIdentity second = create();

        assertThat(second.headerValue()).isNotEqualTo(first.headerValue());
        assertThat(onDisk().orElseThrow().headerValue()).isEqualTo(second.headerValue());
    }

    @Test
    void a_crash_between_the_two_files_leaves_no_pair_and_the_next_making_a_whole_one() throws Exception {
        create();
        Disk dying = new Disk((operation, path) -> {
            if (operation.equals("rename") && path.endsWith("TransportCert.pem")) {
                throw new IOException("killed");
            }
        });
        assertThatThrownBy(() -> TransportIdentity.make(dying, library, NOW)).hasMessage("killed");
        assertThat(onDisk()).isEmpty();

        TransportIdentity identity = create();

        assertThat(onDisk().orElseThrow().headerValue()).isEqualTo(identity.headerValue());
    }

    @Test
    void garbage_in_the_files_is_no_pair_and_is_replaced() throws Exception {
        Files.writeString(library.resolve("TransportPrivate.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA");
        Files.writeString(library.resolve("TransportCert.pem"), "\0");
        assertThat(onDisk()).isEmpty();

        TransportIdentity identity = create();

        assertThat(onDisk().orElseThrow().headerValue()).isEqualTo(identity.headerValue());
    }

    @Test
    void an_identity_does_not_print_its_key() throws Exception {
        assertThat(create().key().toString()).isEqualTo("DecryptionKey");
    }

    private TransportIdentity create() throws Exception {
        return TransportIdentity.make(new Disk(), library, NOW);
    }

    private Optional<TransportIdentity> onDisk() throws IOException {
        return TransportIdentity.of(
                Files.readString(library.resolve("TransportPrivate.pem")),
                Files.readString(library.resolve("TransportCert.pem")));
    }

    private static X509Certificate certificateOf(TransportIdentity identity) {
        return X509.parse(Base64.getDecoder().decode(identity.headerValue())).orElseThrow();
    }
}
