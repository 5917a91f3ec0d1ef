package io.goalstated.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any bytes, guided by coverage, when {@code JAZZER_FUZZ=1} asks for it; see {@link HostileSignaturePropertyTest}. */
@EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = "1")
class HostileTrustFuzzTest {
    private static final TransportCertificate TRANSPORT = TransportCertificate.make(SigningBench.NOW);

    @FuzzTest(maxDuration = "2m")
    void any_signature_is_judged(byte[] bytes) throws Exception {
        new PackageSignature(TrustAnchors.shipped(), Revocations.of(DenyList.EMPTY))
                .verify(
                        SigningBench.digests(),
                        Base64.getEncoder().encodeToString(bytes),
                        SignerRule.ANYBODY,
                        SigningBench.NOW);
    }

    @FuzzTest(maxDuration = "2m")
    void any_certificates_are_read_or_refused(byte[] bytes) {
        DecryptionKey key = DecryptionKey.parse(TRANSPORT.privateKeyPem(), TRANSPORT.certificatePem())
                .orElseThrow();
        CertificateBag.open(Base64.getEncoder().encodeToString(bytes), key);
        Pfx.parse(bytes);
    }
}
