package io.goalstated.trust;

import java.util.Base64;

/** Certificates for the VM, and signatures of packages. */
public final class CertificatesFuzz {
    private static final boolean SIGNATURE =
            System.getProperty("fuzz.target", "").equals("SIGNATURE");
    private static final TransportCertificate TRANSPORT = TransportCertificate.make(SigningBench.NOW);

    private CertificatesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(data);
        if (SIGNATURE) {
            new PackageSignature(TrustAnchors.shipped(), Revocations.of(DenyList.EMPTY))
                    .verify(SigningBench.digests(), base64, SignerRule.ANYBODY, SigningBench.NOW);
            return;
        }
        CertificateBag.open(
                base64,
                DecryptionKey.parse(TRANSPORT.privateKeyPem(), TRANSPORT.certificatePem())
                        .orElseThrow());
        Pfx.parse(data);
    }
}
