package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.issue.Cipher;
import io.goalstated.lab.issue.TenantCertificate;
import io.goalstated.lab.issue.TransportRecipient;
import io.goalstated.trust.CertificateBag.Certificates;
import io.goalstated.trust.CertificateBag.UndecodableCertificates;
import io.goalstated.trust.Envelope.Opened;
import io.goalstated.trust.Envelope.Unopenable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fake Azure encrypts, this side decrypts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvelopeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private DecryptionKey transport;
    private TransportRecipient recipient;
    private TenantCertificate tenant;
    private DecryptionKey tenantKey;

    @BeforeAll
    void makeKeys() {
        TransportCertificate made = TransportCertificate.make(NOW);
        transport =
                DecryptionKey.parse(made.privateKeyPem(), made.certificatePem()).orElseThrow();
        recipient = TransportRecipient.parse(Base64.getEncoder()
                        .encodeToString(transport.certificate().orElseThrow()))
                .orElseThrow();
        tenant = TenantCertificate.generate(NOW);
        tenantKey = DecryptionKey.parse(tenant.privateKeyPem(), tenant.certificatePem())
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void certificates_and_the_one_key_come_out_of_the_bag_whatever_the_cipher(Cipher cipher) {
        CertificateBag bag = CertificateBag.open(encrypted(tenant.pfx(), cipher), transport);

        Certificates certificates = (Certificates) bag;
        assertThat(certificates.keysWithoutCertificate()).isZero();
        assertThat(thumbprints(certificates)).containsExactlyInAnyOrderElementsOf(tenant.thumbprints());
        VmCertificate own = certificates.certificates().stream()
                .filter(VmCertificate::hasPrivateKey)
                .findFirst()
                .orElseThrow();
        assertThat(own.thumbprint()).isEqualTo(tenant.thumbprint());
        assertThat(own.certificatePem()).isEqualTo(tenant.certificatePem());
        assertThat(own.privateKeyPem()).contains(tenant.privateKeyPem());
    }

    @Test
    void a_certificate_does_not_print_its_key() {
        Certificates certificates =
                (Certificates) CertificateBag.open(encrypted(tenant.pfx(), Cipher.AES128_CBC), transport);

        assertThat(certificates.toString()).contains(tenant.thumbprint()).doesNotContain("BEGIN", "MII");
    }

    @Test
    void what_is_no_pfx_is_undecodable_and_the_reason_repeats_nothing_of_it() {
        byte[] content = "attack at dawn".getBytes(StandardCharsets.UTF_8);

        CertificateBag bag = CertificateBag.open(encrypted(content, Cipher.AES128_CBC), transport);

        assertThat(bag)
                .isEqualTo(new UndecodableCertificates("the envelope does not open with the key it is addressed to"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', the envelope is not base64 text",
        "%%%%, the envelope is not base64 text",
        "MIICWgYJK, the envelope is not base64 text",
        "MIICWgYJKoZI, the envelope is not CMS EnvelopedData",
        "MAA=, the envelope is not CMS EnvelopedData"
    })
    void what_is_no_envelope_is_undecodable(String text, String reason) {
        assertThat(CertificateBag.open(text, transport)).isEqualTo(new UndecodableCertificates(reason));
    }

    @Test
    void a_text_beyond_the_limit_is_not_looked_at() {
        String huge = "A".repeat(Envelope.MAX_TEXT + 1);

        assertThat(CertificateBag.open(huge, transport)).isInstanceOf(UndecodableCertificates.class);
    }

    @Test
    void protected_settings_are_opened_with_the_tenants_key() {
        String settings = tenant.encrypt("{\"commandToExecute\": \"date\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(Envelope.openJson(settings, tenantKey))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat(String.valueOf(opened.content()))
                                .isEqualTo("{\"commandToExecute\":\"date\"}"));
    }

    @Test
    void protected_settings_open_without_the_certificate_too() {
        String settings = tenant.encrypt("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(Envelope.openJson(
                        settings, DecryptionKey.parse(tenant.privateKeyPem()).orElseThrow()))
                .isInstanceOf(Opened.class);
    }

    @Test
    void another_key_opens_nothing_not_even_random_bytes() {
        String settings = tenant.encrypt("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(Envelope.openJson(settings, transport))
                .isEqualTo(new Unopenable<>("the envelope is addressed to another certificate"));
    }

    @Test
    void a_content_that_is_no_json_object_is_no_protected_settings() {
        for (String content : List.of("[]", "1", "", "{", "\u0000")) {
            String settings = tenant.encrypt(content.getBytes(StandardCharsets.UTF_8));

            assertThat(Envelope.openJson(settings, tenantKey)).isInstanceOf(Unopenable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, ''", "UTF-16LE, \uFEFF", "UTF-16BE, \uFEFF"})
    void a_password_is_utf_16_and_little_endian_without_a_byte_order_mark(String charset, String mark) {
        String text = encrypted((mark + "S3cr3t!pässwörd").getBytes(Charset.forName(charset)), Cipher.DES_EDE3_CBC);

        assertThat(Envelope.openPassword(text, transport))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat((char[]) opened.content()).isEqualTo("S3cr3t!pässwörd".toCharArray()));
    }

    @Test
    void half_a_character_is_no_password() {
        byte[] odd = Arrays.copyOf("pass".getBytes(StandardCharsets.UTF_16LE), 7);

        assertThat(Envelope.openPassword(encrypted(odd, Cipher.AES128_CBC), transport))
                .isInstanceOf(Unopenable.class);
    }

    @Test
    void an_opened_envelope_does_not_print_its_content() {
        String settings = tenant.encrypt("{\"password\": \"hunter2\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(Envelope.openJson(settings, tenantKey).toString()).isEqualTo("Opened");
    }

    private String encrypted(byte[] content, Cipher cipher) {
        return Base64.getMimeEncoder().encodeToString(recipient.encrypt(content, cipher));
    }

    private static List<String> thumbprints(Certificates certificates) {
        List<String> thumbprints = new ArrayList<>();
        certificates.certificates().forEach(each -> thumbprints.add(each.thumbprint()));
        return thumbprints;
    }
}
