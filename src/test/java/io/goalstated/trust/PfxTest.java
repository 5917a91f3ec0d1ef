package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.trust.CertificateBag.Certificates;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.junit.jupiter.api.Test;

/** Which key goes with which certificate, whatever the bags are called and in whatever order they come. */
class PfxTest {
    @Test
    void what_may_be_spent_on_passwords_is_limited_as_a_whole() throws Exception {
        AlgorithmIdentifier old = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(new byte[8], 2_000));
        EmptyPassword password = new EmptyPassword("", 5_000);

        password.get(old);
        password.get(old);

        assertThatThrownBy(() -> password.get(old)).isInstanceOf(OperatorCreationException.class);
    }

    @Test
    @Conforms("01#13.39")
    void a_key_without_certificate_is_dropped_and_the_rest_kept() throws Exception {
        Issued kept = CertificateDraft.of("CN=Kept").rsa(2048).selfSigned();
        Issued orphan = CertificateDraft.of("CN=Orphan").selfSigned();

        Certificates certificates =
                Pfx.parse(pfx(key(orphan), key(kept), certificate(kept))).orElseThrow();

        assertThat(certificates.keysWithoutCertificate()).isEqualTo(1);
        assertThat(certificates.certificates())
                .singleElement()
                .satisfies(each -> assertThat(each.privateKeyPem()).contains(kept.keyPem()));
    }

    @Test
    void elliptic_curve_keys_find_their_certificates_too() throws Exception {
        Issued first = CertificateDraft.of("CN=First").selfSigned();
        Issued second = CertificateDraft.of("CN=Second").curve("secp384r1").selfSigned();

        Certificates certificates = Pfx.parse(pfx(key(second), certificate(first), certificate(second), key(first)))
                .orElseThrow();

        assertThat(certificates.certificates())
                .extracting(each -> each.privateKeyPem().orElseThrow())
                .containsExactly(first.keyPem(), second.keyPem());
    }

    @Test
    void one_key_may_belong_to_two_certificates_and_a_repeated_certificate_counts_once() throws Exception {
        Issued first = CertificateDraft.of("CN=First").selfSigned();
        Issued renewed = CertificateDraft.of("CN=Renewed").keyOf(first).selfSigned();

        Certificates certificates = Pfx.parse(
                        pfx(certificate(first), certificate(renewed), certificate(first), key(first)))
                .orElseThrow();

        assertThat(certificates.certificates()).hasSize(2).allMatch(VmCertificate::hasPrivateKey);
        assertThat(certificates.keysWithoutCertificate()).isZero();
    }

    private static byte[] pfx(PKCS12SafeBag... bags) throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        for (PKCS12SafeBag bag : bags) {
            builder.addData(bag);
        }
        return builder.build(null, new char[0]).getEncoded();
    }

    private static PKCS12SafeBag key(Issued issued) {
        return new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(issued.key().getEncoded())).build();
    }

    private static PKCS12SafeBag certificate(Issued issued) throws Exception {
        return new PKCS12SafeBagBuilder(issued.holder()).build();
    }
}
