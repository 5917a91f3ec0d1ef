package io.goalstated.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Whether this installation can tell a good signature from a spoilt one (spec 04 OPS-62): it judges a small one that ships with the
 * program, over a text that it knows, made with a key that nobody has any more and in which nobody trusts.
 */
public final class SelfTest {
    private static final String RESOURCE = "self-test/signature";
    private static final byte[] SIGNED = "goalstated judges signatures\n".getBytes(StandardCharsets.US_ASCII);

    private SelfTest() {}

    /** What is wrong, for people; empty when nothing is. Loads Bouncy Castle. */
    public static Optional<String> problem() {
        return problem(resource());
    }

    static Optional<String> problem(String encoded) {
        Attempt<Optional<String>> judged = Attempt.at(() -> judge(encoded));
        return judged.value().orElse(Optional.of("signatures cannot be judged: " + judged.fault()));
    }

    private static Optional<String> judge(String encoded) throws Exception {
        SignatureReading reading = SignedPackage.parse(Pem.base64(encoded).orElse(new byte[0]));
        if (!(reading instanceof SignedPackage signed)) {
            return Optional.of("a good signature cannot be read");
        }
        byte[] digest = digest(signed.digest());
        if (!Thumbprint.hex(digest).equals(signed.messageDigest()) || !signed.isSignatureOver(digest)) {
            return Optional.of("a good signature is refused");
        }
        digest[0] ^= 1;
        return isRefused(signed, digest)
                ? Optional.empty()
                : Optional.of("a signature over something else is accepted");
    }

    private static boolean isRefused(SignedPackage signed, byte[] digest) {
        return !Attempt.at(() -> signed.isSignatureOver(digest)).value().orElse(false);
    }

    private static byte[] digest(DigestAlgorithm algorithm) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance(algorithm.javaName()).digest(SIGNED);
    }

    private static String resource() {
        try (InputStream in = SelfTest.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "" : new String(in.readNBytes(PackageSignature.MAX_TEXT), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
