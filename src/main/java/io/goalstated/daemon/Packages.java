package io.goalstated.daemon;

import io.goalstated.artifact.PackageVerifier;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.extension.HandlerName;
import io.goalstated.platform.Disk;
import io.goalstated.policy.Policy;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.Revocations;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.SignerRule;
import io.goalstated.trust.TrustAnchors;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.nio.file.Path;
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
    private final Disk disk;
    private final InstantSource clock;
    private final Supplier<Policy> policy;

    Packages(Setup setup, Disk disk, InstantSource clock, Supplier<Policy> policy) {
        this.setup = setup;
        this.disk = disk;
        this.clock = clock;
        this.policy = policy;
    }

    SignatureMode mode() {
        return SignatureMode.parse(setup.configuration().get(ExtensionKeys.SIGNATURE_VALIDATION))
                .orElse(SignatureMode.DEFAULT);
    }

    @Override
    public Verdict verify(HandlerName handler, ContentDigests content, String encodedSignature) throws IOException {
        Policy current = policy.get();
        SignerRule rule = SignerRule.of(handler, Set.copyOf(current.signers(handler)));
        return new PackageSignature(anchors(), revocations(current))
                .verify(content, encodedSignature, rule, clock.instant());
    }

    private TrustAnchors anchors() throws IOException {
        Optional<Path> more =
                setup.configuration().get(ExtensionKeys.TRUST_ANCHORS).map(setup.root()::resolve);
        return more.isPresent() ? TrustAnchors.shipped().plus(disk, more.get()) : TrustAnchors.shipped();
    }

    @Override
    public Verdict reconsider(Verdict recorded) {
        return denied(policy.get()).judge(recorded);
    }

    private static DenyList denied(Policy current) {
        return DenyList.shipped().plus(current.revokedCertificates(), current.revokedPackages());
    }

    private Revocations revocations(Policy current) throws IOException {
        return Revocations.load(denied(current), disk, setup.root().resolve("/etc/goalstated/crl"));
    }
}
