package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.json.Json;
import io.goalstated.trust.CertificateBag.Certificates;
import io.goalstated.trust.CertificateBag.UndecodableCertificates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded certificate packages of the wireserver, with throw-away keys. */
class RealCertificatesTest {
    private static final String TENANT = "F6ABAA61098A301EBB8A571C3C7CF77F355F7FA9";

    @ParameterizedTest
    @ValueSource(strings = {"certs.xml", "certs_no_format_specified.xml"})
    void a_recorded_package_holds_the_tenant_certificate_with_its_key_and_one_without(String file) throws Exception {
        CertificateBag bag = open("wireserver/certificates/" + file, "wireserver/certificates");

        assertThat(summary(bag)).containsExactlyInAnyOrder(TENANT + " key", "8979F1AC8C4215827BF3B5A403E6137B504D02A4");
    }

    @Test
    void a_package_for_another_key_is_undecodable_and_the_reason_tells_no_content() throws Exception {
        CertificateBag bag = open("wireserver/certificates/incorrect-certs.xml", "wireserver/certificates");

        assertThat(bag).isInstanceOf(UndecodableCertificates.class);
        assertThat(((UndecodableCertificates) bag).reason())
                .isEqualTo("the envelope is addressed to another certificate");
    }

    @ParameterizedTest
    @CsvSource({"goal_state_1", "goal_state_2"})
    void packages_encrypted_with_oaep_and_aes_are_read(String step) throws Exception {
        CertificateBag bag = open("scenarios/hibernate/" + step + "/Certificates.xml", "scenarios/hibernate");

        List<String> expected = new ArrayList<>();
        for (var entry : Json.parse(Corpus.text("scenarios/hibernate/" + step + "/Certificates.json"))) {
            expected.add(entry.get("thumbprint").asText()
                    + (entry.get("hasPrivateKey").asBoolean() ? " key" : ""));
        }
        assertThat(summary(bag)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certificates-aes128-oaep-pbes2.xml",
                "certificates-des3-pkcs1-pbes2.xml",
                "certificates-ec-key.xml",
                "certificates-garbage-pfx.xml"
            })
    void packages_with_modern_password_encryption_and_elliptic_curves_are_read(String file) throws Exception {
        CertificateBag bag = open("synthetic/" + file, "wireserver/certificates");

        List<String> expected = new ArrayList<>();
        for (var entry : Json.parse(Corpus.text("synthetic/expected.json")).get(file)) {
            expected.add(entry.get("thumbprint").asText()
                    + (entry.get("hasPrivateKey").asBoolean() ? " key" : ""));
        }
        assertThat(summary(bag)).containsExactlyInAnyOrderElementsOf(expected);
    }

    static CertificateBag open(String file, String transport) throws Exception {
        DecryptionKey key = DecryptionKey.parse(
                        Corpus.text(transport + "/TransportPrivate.pem"), Corpus.text(transport + "/TransportCert.pem"))
                .orElseThrow();
        String xml = Corpus.text(file);
        return CertificateBag.open(xml.substring(xml.indexOf("<Data>") + 6, xml.indexOf("</Data>")), key);
    }

    private static List<String> summary(CertificateBag bag) {
        List<String> lines = new ArrayList<>();
        if (bag instanceof Certificates certificates) {
            for (VmCertificate each : certificates.certificates()) {
                lines.add(each.thumbprint() + (each.hasPrivateKey() ? " key" : ""));
            }
        }
        return lines;
    }
}
