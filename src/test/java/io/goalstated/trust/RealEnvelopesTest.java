package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.trust.CertificateBag.Certificates;
import io.goalstated.trust.Envelope.Opened;
import io.goalstated.trust.Envelope.Unopenable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded ciphertexts, with throw-away keys. */
class RealEnvelopesTest {
    @Test
    void a_recorded_password_opens_with_its_key_and_not_with_another() throws Exception {
        String text = Corpus.text("wireserver/remote-access/encrypted_password.b64");
        DecryptionKey own = DecryptionKey.parse(Corpus.text("wireserver/remote-access/encrypted_password_key.pem"))
                .orElseThrow();
        DecryptionKey other = DecryptionKey.parse(Corpus.text("wireserver/certificates/TransportPrivate.pem"))
                .orElseThrow();

        assertThat(Envelope.openPassword(text, own))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat((char[]) opened.content()).isEqualTo("]aPPEv}uNg1FPnl?".toCharArray()));
        assertThat(Envelope.openPassword(text, other)).isInstanceOf(Unopenable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, '{\"commandToExecute\":\"echo des3\"}'",
        "1, '{\"commandToExecute\":\"echo aes256\",\"storageAccountKey\":\"c2VjcmV0\"}'"
    })
    void recorded_protected_settings_open_with_the_key_from_the_bag(int position, String expected) throws Exception {
        VmCertificate tenant = tenant();
        DecryptionKey key = DecryptionKey.parse(tenant.privateKeyPem().orElseThrow(), tenant.certificatePem())
                .orElseThrow();
        String[] pieces =
                Corpus.text("synthetic/extensions-config-protected.xml").split("\"protectedSettings\": \"", -1);

        String text = pieces[position + 1].split("[^A-Za-z0-9+/=]", 2)[0];

        assertThat(Envelope.openJson(text, key))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat(String.valueOf(opened.content())).isEqualTo(expected));
    }

    private static VmCertificate tenant() throws Exception {
        Certificates bag = (Certificates)
                RealCertificatesTest.open("synthetic/certificates-aes128-oaep-pbes2.xml", "wireserver/certificates");
        return bag.certificates().stream()
                .filter(VmCertificate::hasPrivateKey)
                .findFirst()
                .orElseThrow();
    }
}
