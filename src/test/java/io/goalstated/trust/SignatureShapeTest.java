package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.SignatureFinding.Reason;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a signature must look like (spec 04 §10.4.1, §10.4.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureShapeTest {
    private final SigningBench bench;

    SignatureShapeTest() throws Exception {
        bench = new SigningBench();
    }

    @Test
    @Conforms({"OPS-130", "OPS-132"})
    void a_signature_of_another_shape_is_malformed() throws Exception {
        List<PackageSigner> misshapen = List.of(
                PackageSigner.by(bench.validSigner)
                        .and(bench.expiredSigner)
                        .embedding(bench.validSigner, bench.expiredSigner, bench.intermediate),
                bench.signed().attached(),
                bench.signed().contentType("1.2.840.113549.1.7.1").withoutSignedAttributes(),
                bench.signed().contentType("1.2.840.113549.1.9.16.1.4"),
                PackageSigner.by(bench.validSigner).embedding(bench.intermediate),
                bench.signed().embedding(bench.validSigner));

        for (PackageSigner each : misshapen) {
            assertThat(bench.reasons(each)).containsExactly(Reason.STRUCTURE);
        }
    }

    @Test
    @Conforms("OPS-129")
    void what_is_not_one_der_structure_is_not_decoded() throws Exception {
        PackageSigner good = bench.signed();
        byte[] der = good.signDer(SigningBench.PACKAGE);
        byte[] trailing = Arrays.copyOf(der, der.length + 7);
        byte[] ber = good.signCms(SigningBench.PACKAGE).toASN1Structure().getEncoded(ASN1Encoding.BER);
        Base64.Encoder base64 = Base64.getEncoder();

        assertThat(ber).isNotEqualTo(der);
        for (String text : List.of(
                base64.encodeToString(trailing),
                base64.encodeToString(ber),
                base64.encodeToString(Arrays.copyOf(der, der.length - 1)),
                base64.encodeToString(new byte[] {0x30, 0}),
                "",
                "not base64!",
                base64.encodeToString(new byte[1 << 20]),
                base64.encodeToString(der) + "=")) {
            assertThat(SigningBench.reasonsOf(bench.verify(text))).containsExactly(Reason.DECODE);
        }
    }
}
