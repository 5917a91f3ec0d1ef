package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.Disk;
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

        TransportIdentity.loadOrCreate(watched, library, NOW);

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
    void an_existing_pair_is_used_again() throws Exception {
        TransportIdentity first = create();

        TransportIdentity second = create();

        assertThat(second.headerValue()).isEqualTo(first.headerValue());
    }

    @Test
    void a_pair_whose_certificate_has_expired_is_replaced() throws Exception {
        TransportIdentity first = create();

        TransportIdentity second = TransportIdentity.loadOrCreate(new Disk(), library, NOW.plus(Duration.ofDays(731)));

        assertThat(second.headerValue()).isNotEqualTo(first.headerValue());
    }

    @Test
    void a_key_without_its_certificate_because_of_a_crash_between_the_two_is_replaced_by_a_whole_pair()
            throws Exception {
        create();
        String otherKey = TransportCertificate.make(NOW).privateKeyPem();
        new Disk().write(library.resolve("TransportPrivate.pem"), otherKey, Disk.SEALED);

        TransportIdentity identity = create();

        String key = Files.readString(library.resolve("TransportPrivate.pem"));
        RSAKey mine = (RSAKey) DecryptionKey.parse(key).orElseThrow().privateKey();
        assertThat(mine.getModulus())
                .isEqualTo(((RSAKey) certificateOf(identity).getPublicKey()).getModulus());
        assertThat(key).isNotEqualTo(otherKey);
    }

    @Test
    void garbage_in_the_files_is_replaced() throws Exception {
        Files.writeString(library.resolve("TransportPrivate.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA");
        Files.write(library.resolve("TransportCert.pem"), new byte[] {(byte) 0xff, 0, 1});

        TransportIdentity identity = create();

        assertThat(certificateOf(identity).getSubjectX500Principal().getName()).isEqualTo("CN=LinuxTransport");
    }

    @Test
    void an_identity_does_not_print_its_key() throws Exception {
        assertThat(create().key().toString()).isEqualTo("DecryptionKey");
    }

    private TransportIdentity create() throws Exception {
        return TransportIdentity.loadOrCreate(new Disk(), library, NOW);
    }

    private static X509Certificate certificateOf(TransportIdentity identity) {
        return X509.parse(Base64.getDecoder().decode(identity.headerValue())).orElseThrow();
    }
}
