package io.goalstated.daemon;

import io.goalstated.artifact.PackageVerifier;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.extension.HandlerName;
import io.goalstated.policy.Policy;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.Grounds;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.SignerRule;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges packages by the owner's rules of the moment: trust anchors, deny lists and signers. The cryptography is loaded
 * with the first signature, not before.
 */
final class Packages implements PackageVerifier {
    private final Setup setup;
    private final TrustFiles files;
    private final InstantSource clock;
    private final Supplier<Policy> policy;

    Packages(Setup setup, TrustFiles files, InstantSource clock, Supplier<Policy> policy) {
        this.setup = setup;
        this.files = files;
        this.clock = clock;
        this.policy = policy;
    }

    SignatureMode mode() {
        return SignatureMode.parse(setup.configuration().get(ExtensionKeys.SIGNATURE_VALIDATION))
                .orElse(SignatureMode.DEFAULT);
    }

    @Override
    public Verdict verify(HandlerName handler, ContentDigests content, String encodedSignature) throws IOException {
        Grounds grounds = groundsFor(handler);
        return grounds.signature().verify(content, encodedSignature, grounds.rule(), clock.instant());
    }

    @Override
    public String grounds(HandlerName handler) throws IOException {
        return groundsFor(handler).fingerprint(clock.instant());
    }

    @Override
    public Verdict verifyAgain(HandlerName handler, Verdict recorded, String encodedSignature, Instant recordedAt)
            throws IOException {
        Grounds grounds = groundsFor(handler);
        return grounds.signature().verifyAgain(recorded, encodedSignature, grounds.rule(), recordedAt, clock.instant());
    }

    @Override
    public Optional<Verdict> verifyMaker(HandlerName handler, String encodedSignature) throws IOException {
        Grounds grounds = groundsFor(handler);
        return grounds.askMore()
                ? Optional.of(grounds.signature().verifyMaker(encodedSignature, grounds.rule(), clock.instant()))
                : Optional.empty();
    }

    private Grounds groundsFor(HandlerName handler) throws IOException {
        Policy current = policy.get();
        return new Grounds(
                files.anchors(),
                files.revocations(denied(current)),
                SignerRule.of(handler, Set.copyOf(current.signers(handler))));
    }

    @Override
    public Verdict reconsider(Verdict recorded) {
        return denied(policy.get()).judge(recorded);
    }

    private static DenyList denied(Policy current) {
        return DenyList.shipped().plus(current.revokedCertificates(), current.revokedPackages());
    }
}
