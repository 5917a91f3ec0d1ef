package io.goalstated.trust;

import java.util.List;

/** The VM's certificates as the wireserver delivers them: a PFX inside a CMS envelope (spec 01 §5.2, §5.3). */
public sealed interface CertificateBag {
    /**
     * @param certificates in the order of the PFX, without repetition
     * @param keysWithoutCertificate private keys that fit none of them and were dropped; worth a warning
     * @param oldFormat some of it was encrypted with a password in a way older than PBES2, which FIPS 140 does not approve
     */
    record Certificates(List<VmCertificate> certificates, int keysWithoutCertificate, boolean oldFormat)
            implements CertificateBag {
        public Certificates {
            certificates = List.copyOf(certificates);
        }
    }

    /** The text could not be decoded. The reason repeats nothing of it. */
    record UndecodableCertificates(String reason) implements CertificateBag {}

    /**
     * Decodes the {@code Data} element of a CertificateFile. Never throws on any input; blocking, up to some 10 ms.
     *
     * @param data base64, white space allowed
     */
    static CertificateBag open(String data, DecryptionKey transport) {
        Envelope.Opening<Certificates> opening = Envelope.open(data, transport, Pfx::parse);
        if (opening instanceof Envelope.Opened<Certificates> opened) {
            return opened.content();
        }
        return new UndecodableCertificates(((Envelope.Unopenable<Certificates>) opening).reason());
    }
}
