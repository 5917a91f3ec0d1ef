package io.goalstated.lab.issue;

import java.security.PrivateKey;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate and the private key that belongs to it. */
record Identity(X509CertificateHolder certificate, PrivateKey key) {
    /** Never the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate.getSubject() + "]";
    }
}
