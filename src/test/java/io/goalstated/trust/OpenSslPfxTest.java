package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.OpenSsl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another implementation writes, in every way that it can protect certificates for this VM. */
class OpenSslPfxTest {
    @TempDir
    static Path directory;

    private static OpenSsl openssl;

    @BeforeAll
    static void makeKeys() throws Exception {
        openssl = new OpenSsl(directory);
        make("transport", "rsa:2048");
        make("tenant", "rsa:2048");
        make("curve", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");
    }

    private static void make(String name, String kind, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                kind,
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt"));
        arguments.addAll(List.of(more));
        succeed(arguments.toArray(String[]::new));
    }

    private static void succeed(String... arguments) throws Exception {
        OpenSsl.Result result = openssl.run(arguments);
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    private CertificateBag open(String envelope) throws Exception {
        DecryptionKey key = DecryptionKey.parse(
                        Files.readString(directory.resolve("transport.key")),
                        Files.readString(directory.resolve("transport.crt")))
                .orElseThrow();
        return CertificateBag.open(
                Base64.getMimeEncoder().encodeToString(Files.readAllBytes(directory.resolve(envelope))), key);
    }

    private void encrypt(String... how) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("cms", "-encrypt", "-binary", "-in", "bag.pfx", "-outform", "DER", "-out", "bag.cms"));
        arguments.addAll(List.of(how));
        arguments.addAll(List.of("-recip", "transport.crt"));
        // The key's options follow the certificate they belong to.
        if (arguments.remove("oaep")) {
            arguments.addAll(List.of("-keyopt", "rsa_padding_mode:oaep"));
        }
        if (arguments.remove("sha256")) {
            arguments.addAll(List.of("-keyopt", "rsa_oaep_md:sha256"));
        }
        succeed(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "PBE-SHA1-3DES, -macalg sha1, true",
        "PBE-SHA1-3DES, -nomac, true",
        "PBE-SHA1-3DES, -macalg sha256 -maciter, true",
        "AES-128-CBC, -macalg sha256, false",
        "AES-192-CBC, -macalg sha384, false",
        "AES-256-CBC, -macalg sha512, false",
        "AES-256-CBC, -nomac, false",
        "DES-EDE3-CBC, -macalg sha1, false",
        "NONE, -macalg sha1, false"
    })
    void a_bag_opens_however_it_is_protected(String encryption, String mac, boolean oldFormat) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "pkcs12",
                "-export",
                "-in",
                "tenant.crt",
                "-inkey",
                "tenant.key",
                "-certfile",
                "curve.crt",
                "-passout",
                "pass:",
                "-keypbe",
                encryption,
                "-certpbe",
                encryption,
                "-name",
                "TenantEncryptionCert",
                "-out",
                "bag.pfx"));
        arguments.addAll(List.of(mac.split(" ", -1)));
        succeed(arguments.toArray(String[]::new));
        encrypt("-aes128");

        CertificateBag bag = open("bag.cms");

        assertThat(bag).isInstanceOfSatisfying(CertificateBag.Certificates.class, opened -> {
            assertThat(opened.certificates())
                    .extracting(VmCertificate::hasPrivateKey)
                    .containsExactlyInAnyOrder(true, false);
            assertThat(opened.oldFormat()).isEqualTo(oldFormat);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "-aes128",
        "-aes192",
        "-aes256",
        "-des3",
        "-aes128 oaep",
        "-aes256 oaep",
        "-aes256 oaep sha256",
        "-aes128 -keyid",
        "-des3 -keyid oaep",
        "-aes128 -stream"
    })
    void an_envelope_opens_whatever_the_cipher_and_however_it_names_us(String how) throws Exception {
        succeed(
                "pkcs12",
                "-export",
                "-in",
                "tenant.crt",
                "-inkey",
                "tenant.key",
                "-passout",
                "pass:",
                "-out",
                "bag.pfx");
        encrypt(how.split(" ", -1));

        assertThat(open("bag.cms"))
                .isInstanceOfSatisfying(
                        CertificateBag.Certificates.class,
                        opened -> assertThat(opened.certificates())
                                .singleElement()
                                .matches(VmCertificate::hasPrivateKey));
    }

    @Test
    void a_key_on_a_curve_finds_its_certificate() throws Exception {
        succeed("pkcs12", "-export", "-in", "curve.crt", "-inkey", "curve.key", "-passout", "pass:", "-out", "bag.pfx");
        encrypt("-aes128");

        assertThat(open("bag.cms"))
                .isInstanceOfSatisfying(
                        CertificateBag.Certificates.class,
                        opened -> assertThat(opened.certificates())
                                .singleElement()
                                .matches(VmCertificate::hasPrivateKey));
    }

    @Test
    void a_bag_with_another_password_stays_closed() throws Exception {
        succeed(
                "pkcs12",
                "-export",
                "-in",
                "tenant.crt",
                "-inkey",
                "tenant.key",
                "-passout",
                "pass:x",
                "-out",
                "bag.pfx");
        encrypt("-aes128");

        assertThat(open("bag.cms")).isInstanceOf(CertificateBag.UndecodableCertificates.class);
    }
}
