package io.goalstated.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate and its key, made by {@link CertificateDraft}. */
record Issued(X509CertificateHolder holder, PrivateKey key) {
    X509Certificate certificate() throws Exception {
        return X509.parse(holder.getEncoded()).orElseThrow();
    }

    String pem() throws Exception {
        return Pem.encode(Pem.CERTIFICATE, holder.getEncoded());
    }

    String keyPem() {
        return Pem.encode(Pem.PRIVATE_KEY, key.getEncoded());
    }

    String sha256() throws Exception {
        return X509.sha256(certificate());
    }
}
