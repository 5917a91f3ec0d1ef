package io.goalstated.trust;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;

/**
 * What the verdict on a signature rests on besides the signature and the package: anchors, revocations, and who may sign.
 * A verdict that was recorded counts as long as these are the same.
 *
 * @param owners the trust anchors that the owner adds to the shipped ones
 */
public record Grounds(TrustAnchors owners, Revocations revocations, SignerRule rule) {
    /** Another number for every change of the checks themselves. */
    private static final String CHECKS = "1";

    /** A verifier on these grounds. */
    public PackageSignature signature() {
        return new PackageSignature(TrustAnchors.shipped().plus(owners), revocations);
    }

    /** Whether a signature can be objected to on the owner's account, and not only for its own sake. */
    public boolean askMore() {
        return !rule.allowed().isEmpty()
                || !revocations.lists().isEmpty()
                || !revocations.denied().certificates().isEmpty();
    }

    /**
     * The same for the same grounds, and another one for others.
     *
     * @param now a revocation list counts from its date on and until its next update
     */
    public String fingerprint(Instant now) {
        StringBuilder text = new StringBuilder("checks " + CHECKS);
        add(text, "shipped", TrustAnchors.RECORDED);
        add(text, "anchors", owners.fingerprints());
        add(text, "revocations", revocations.fingerprints(now));
        add(text, "denied certificates", revocations.denied().certificates());
        add(text, "denied packages", revocations.denied().packages());
        add(text, "signers", rule.allowed());
        text.append("\nmicrosoft ").append(rule.microsoft());
        return Thumbprint.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(StringBuilder text, String title, Collection<String> values) {
        text.append('\n').append(title);
        for (String value : new TreeSet<>(values)) {
            // The length keeps one value with a line break from looking like two.
            text.append('\n').append(value.length()).append(' ').append(value);
        }
    }
}
