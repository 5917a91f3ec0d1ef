package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.issue.Cipher;
import io.goalstated.platform.Disk;
import io.goalstated.trust.CertificateBag;
import io.goalstated.trust.DecryptionKey;
import io.goalstated.trust.Envelope;
import io.goalstated.trust.TransportIdentity;
import io.goalstated.trust.TransportKeys;
import io.goalstated.trust.VmCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates and everything encrypted for them, opened by openssl and by the agent's own reader. */
final class CertificatesTest extends LabTest {
    /** Keys cost time: one pair does for all tests. */
    @TempDir
    static Path transportDirectory;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void openssl_opens_the_certificates_and_finds_the_tenants_key(Cipher cipher) throws Exception {
        OpenSsl openssl = new OpenSsl(directory);
        Files.write(directory.resolve("data.der"), data(transport().headerValue(), cipher));

        OpenSsl.Result pfx = openssl.run(
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-in",
                "data.der",
                "-inkey",
                keyFile(),
                "-recip",
                certificateFile(),
                "-out",
                "certs.pfx");
        OpenSsl.Result pem = openssl.run("pkcs12", "-in", "certs.pfx", "-nodes", "-passin", "pass:");

        assertThat(pfx.exitCode()).as(pfx.errors()).isZero();
        assertThat(pem.exitCode()).as(pem.errors()).isZero();
        assertThat(pem.text()).containsOnlyOnce("BEGIN PRIVATE KEY").contains("TenantEncryptionCert");
        assertThat(pem.text().split("BEGIN CERTIFICATE", -1)).hasSize(3);
    }

    @Test
    void the_cipher_is_the_one_that_was_asked_for() throws Exception {
        String transport = transport().headerValue();
        OpenSsl openssl = new OpenSsl(directory);
        Files.write(directory.resolve("aes"), data(transport, Cipher.AES128_CBC));
        Files.write(directory.resolve("des"), data(transport, Cipher.DES_EDE3_CBC));

        String aes = openssl.run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "aes")
                .text();
        String des = openssl.run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "des")
                .text();

        assertThat(aes).contains("rsaesOaep", "aes-128-cbc", "d.subjectKeyIdentifier");
        assertThat(des).contains("rsaEncryption", "des-ede3-cbc", "d.subjectKeyIdentifier");
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void the_agent_opens_the_certificates(Cipher cipher) throws Exception {
        TransportIdentity transport = transport();

        CertificateBag bag = CertificateBag.open(
                Base64.getEncoder().encodeToString(data(transport.headerValue(), cipher)), transport.key());

        assertThat(bag).isInstanceOfSatisfying(CertificateBag.Certificates.class, certificates -> {
            assertThat(certificates.certificates())
                    .extracting(VmCertificate::thumbprint)
                    .containsExactlyInAnyOrderElementsOf(
                            azure.tenantCertificate().thumbprints());
            assertThat(certificates.certificates())
                    .filteredOn(VmCertificate::hasPrivateKey)
                    .extracting(VmCertificate::thumbprint)
                    .containsExactly(azure.tenantCertificate().thumbprint());
        });
    }

    @Test
    void protected_settings_are_for_the_tenant_certificate() throws Exception {
        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.ProtectedSecret", "1.0.0")
                        .protectedSettings("{\"secret\":\"x\"}")))
                .viaFabric();

        String settings =
                element(linked("ExtensionsConfig").body(), "RuntimeSettings").replace("&quot;", "\"");

        assertThat(settings).contains(azure.tenantCertificate().thumbprint()).doesNotContain("secret");
        DecryptionKey key = DecryptionKey.parse(
                        azure.tenantCertificate().privateKeyPem(),
                        azure.tenantCertificate().certificatePem())
                .orElseThrow();
        assertThat(Envelope.openJson(member(settings, "protectedSettings"), key))
                .isInstanceOfSatisfying(
                        Envelope.Opened.class,
                        opened -> assertThat(opened.content().toString()).isEqualTo("{\"secret\":\"x\"}"));
    }

    @Test
    void a_rotated_certificate_leaves_old_goals_as_they_are() throws Exception {
        azure.publish(Goal.of(WantedHandler.of("Contoso.Samples.ProtectedSecret", "1.0.0")
                        .protectedSettings("{}")))
                .viaFabric();
        String old = azure.tenantCertificate().thumbprint();

        azure.rotateCertificate();

        assertThat(azure.tenantCertificate().thumbprint()).isNotEqualTo(old);
        assertThat(linked("ExtensionsConfig").body()).contains(old);
    }

    @Test
    void passwords_of_remote_users_travel_encrypted() throws Exception {
        azure.setRemoteUsers(List.of(new RemoteUser("jit0", "pa$$wörd", Instant.parse("2031-01-14T10:00:00Z"))));
        TransportIdentity transport = transport();

        String users = linked("RemoteAccessInfo", sealed(transport.headerValue(), Cipher.AES128_CBC))
                .body();

        assertThat(element(users, "Name")).isEqualTo("jit0");
        assertThat(element(users, "Expiration")).isEqualTo("Tue, 14 Jan 2031 10:00:00 UTC");
        assertThat(Envelope.openPassword(element(users, "Password"), transport.key()))
                .isInstanceOfSatisfying(
                        Envelope.Opened.class,
                        opened -> assertThat((char[]) opened.content()).isEqualTo("pa$$wörd".toCharArray()));
    }

    private static String keyFile() {
        return transportDirectory.resolve(TransportIdentity.PRIVATE_KEY_FILE).toString();
    }

    private static String certificateFile() {
        return transportDirectory.resolve(TransportIdentity.CERTIFICATE_FILE).toString();
    }

    private static TransportIdentity transport() throws Exception {
        return new TransportKeys(new Disk(), transportDirectory, Instant::now).need();
    }

    private byte[] data(String transportCertificate, Cipher cipher) throws Exception {
        String document =
                linked("Certificates", sealed(transportCertificate, cipher)).body();
        return Base64.getMimeDecoder().decode(element(document, "Data"));
    }

    private static String[] sealed(String transportCertificate, Cipher cipher) {
        String[] headers = Arrays.copyOf(WIRE, WIRE.length + 4);
        headers[WIRE.length] = "x-ms-guest-agent-public-x509-cert";
        headers[WIRE.length + 1] = transportCertificate;
        headers[WIRE.length + 2] = "x-ms-cipher-name";
        headers[WIRE.length + 3] = cipher.name();
        return headers;
    }

    private static String member(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }
}
