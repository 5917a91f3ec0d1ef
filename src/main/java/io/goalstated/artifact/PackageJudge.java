package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.SignatureDecision;
import io.goalstated.trust.SignatureDecision.Refuse;
import io.goalstated.trust.SignatureDecision.UseLoudly;
import io.goalstated.trust.SignatureDecision.UseQuietly;
import io.goalstated.trust.SignatureDecision.UseWithWarning;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.SigningBinding;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a package may be used, by what its signature shows and by the mode of the day (spec 02 §11.5). Blocks. */
final class PackageJudge {
    private static final Logger LOG = LoggerFactory.getLogger(PackageJudge.class);

    private final PackageVerifier verifier;
    private final Supplier<SignatureMode> mode;
    private final InstantSource clock;
    private final Events events;

    PackageJudge(PackageVerifier verifier, Supplier<SignatureMode> mode, InstantSource clock, Events events) {
        this.verifier = verifier;
        this.mode = mode;
        this.clock = clock;
        this.events = events;
    }

    /** The refusal that needs no look at the package: it should be signed and is not. */
    Optional<Failed> refusalUnseen(PackageRequest request) {
        return request.encodedSignature().isEmpty() && decide(request, Verdict.unsigned()) instanceof Refuse refuse
                ? Optional.of(refused(refuse))
                : Optional.empty();
    }

    /** The mode that counts for this package: the policy may demand more than the configuration. */
    SignatureMode modeFor(PackageRequest request) {
        return mode.get().under(request.signatureRequired());
    }

    /** Whether anything is looked at before a package is used. */
    boolean verifies(PackageRequest request) {
        return modeFor(request).verifies();
    }

    /** Empty when nothing is to be verified. */
    Optional<RecordedVerdict> verify(PackageRequest request, FileChannel bytes) throws IOException {
        if (!verifies(request)) {
            return Optional.empty();
        }
        if (request.encodedSignature().isEmpty()) {
            Verdict unsigned = Verdict.unsigned().ofPackage(sha256(bytes));
            return Optional.of(new RecordedVerdict(verifier.reconsider(unsigned), clock.instant(), ""));
        }
        // First the grounds: what changes while the package is read is judged anew later.
        String grounds = verifier.grounds(request.handler());
        Verdict verdict = verify(request, bytes, request.encodedSignature().get());
        return Optional.of(new RecordedVerdict(verdict, clock.instant(), grounds));
    }

    private static String sha256(FileChannel bytes) throws IOException {
        Map<String, byte[]> digests = ContentDigests.of(bytes).of(Set.of("SHA-256"));
        return HexFormat.of().withUpperCase().formatHex(digests.getOrDefault("SHA-256", new byte[0]));
    }

    private Verdict verify(PackageRequest request, FileChannel bytes, String signature) throws IOException {
        Instant began = clock.instant();
        try {
            Verdict verdict = verifier.verify(request.handler(), ContentDigests.of(bytes), signature);
            tell(request, Operation.PACKAGE_SIGNATURE_RESULT, verdict.findings(), verdict.summary(), began);
            return verdict;
        } catch (IOException e) {
            events.tell(AgentEvent.failed(
                            Operation.SIGNATURE_VALIDATION, "The signature cannot be checked: " + e.getMessage())
                    .about(request.handler(), request.version()));
            throw e;
        }
    }

    /** @param findings what is wrong; empty: the other text says what is right */
    private void tell(
            PackageRequest request, Operation result, List<SignatureFinding> findings, String good, Instant began) {
        String bad = findings.stream().map(SignatureFinding::text).collect(Collectors.joining("; "));
        Duration time = Duration.between(began, clock.instant());
        events.tell(new AgentEvent(
                        Optional.empty(),
                        result,
                        findings.isEmpty(),
                        findings.isEmpty() ? good : bad,
                        time.isNegative() ? Duration.ZERO : time)
                .about(request.handler(), request.version()));
    }

    /** With what the package says of itself: a signature of another extension is none. */
    RecordedVerdict bind(PackageRequest request, RecordedVerdict found, HandlerManifest manifest) {
        if (request.encodedSignature().isEmpty()) {
            return found;
        }
        Instant began = clock.instant();
        Optional<SignatureFinding> problem =
                SigningBinding.check(request.handler(), request.version(), manifest.signingInfo());
        String good = "signingInfo names the handler and the version";
        tell(request, Operation.PACKAGE_SIGNING_INFO_RESULT, problem.stream().toList(), good, began);
        return new RecordedVerdict(found.verdict().bound(problem), found.verifiedAt(), found.grounds());
    }

    SignatureDecision decide(PackageRequest request, Verdict verdict) {
        return SignatureDecision.of(mode.get(), request.signatureRequired(), verdict);
    }

    static Failed refused(Refuse refuse) {
        return new Failed(ErrorCode.ENABLE, true, refuse.text());
    }

    static void say(HandlerLayout layout, SignatureDecision decision) {
        if (decision instanceof UseLoudly loud) {
            LOG.warn("The package is used although it is not trusted: {}; package={}", loud.text(), layout.base());
        } else if (decision instanceof UseWithWarning warning) {
            LOG.warn("The package's signature: {}; package={}", warning.text(), layout.base());
        }
    }

    static Ready ready(SignatureDecision decision) {
        if (decision instanceof UseLoudly loud) {
            return new Ready(loud.text(), true);
        }
        if (decision instanceof UseWithWarning warning) {
            return new Ready(warning.text(), false);
        }
        return new Ready(decision instanceof UseQuietly quiet ? quiet.note() : "", false);
    }
}
