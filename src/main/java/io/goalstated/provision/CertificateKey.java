package io.goalstated.provision;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The public key of a certificate, in the forms that OpenSSH and OpenSSL read (spec 03 §4.7). */
record CertificateKey(PublicKey key) {
    /** The key in a certificate in PEM or DER; empty when there is none that can be read. */
    static Optional<CertificateKey> of(byte[] certificate) {
        try {
            return Optional.of(new CertificateKey(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate))
                    .getPublicKey()));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** As a line of {@code authorized_keys}; empty when OpenSSH has no such type. */
    Optional<KeyLine> line() {
        if (key instanceof RSAPublicKey rsa) {
            return Optional.of(line("ssh-rsa", number(rsa.getPublicExponent()), number(rsa.getModulus())));
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            return Optional.of(line("ssh-ed25519", tail(32)));
        }
        if (key instanceof ECPublicKey ec) {
            return curve(ec)
                    .map(curve -> line(
                            "ecdsa-sha2-" + curve,
                            curve.getBytes(StandardCharsets.US_ASCII),
                            point((ec.getParams().getCurve().getField().getFieldSize() + 7) / 8)));
        }
        return Optional.empty();
    }

    /** As OpenSSL writes a public key. */
    String pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    private static Optional<String> curve(ECPublicKey key) {
        int bits = key.getParams().getOrder().bitLength();
        boolean known = key.getParams().toString().contains("P-" + bits)
                || key.getParams().toString().contains("secp" + bits + "r1");
        return known && (bits == 256 || bits == 384 || bits == 521) ? Optional.of("nistp" + bits) : Optional.empty();
    }

    /** An uncompressed point is the end of the encoded key. */
    private byte[] point(int bytes) {
        return tail(1 + 2 * bytes);
    }

    private byte[] tail(int length) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
    }

    private static byte[] number(BigInteger value) {
        return value.toByteArray();
    }

    private static KeyLine line(String type, byte[]... parts) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(blob)) {
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            out.writeInt(name.length);
            out.write(name);
            for (byte[] part : parts) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeyLine(type, Base64.getEncoder().encodeToString(blob.toByteArray()), "");
    }
}
