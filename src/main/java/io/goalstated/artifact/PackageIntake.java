package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerManifest.Malformed;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
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
import java.nio.file.Path;
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

/**
 * Takes one copy of a package from a private file to the handler's directory: verify, unpack, compare the names, move
 * into place, initialise (spec 02 §11.4, §12). One open file from the first step to the last. Blocks.
 */
public final class PackageIntake {
    static final String FAILED = "Failed to download artifacts: ";
    private static final String MARKER = "package_validated";
    private static final int MAX_MARKER = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(PackageIntake.class);

    private final Disk disk;
    private final Path libDirectory;
    private final Path logDirectory;
    private final PackageVerifier verifier;
    private final Supplier<SignatureMode> mode;
    private final InstantSource clock;
    private final RecordedVerdicts verdicts;
    private final Events events;

    public PackageIntake(
            Disk disk,
            Path libDirectory,
            Path logDirectory,
            PackageVerifier verifier,
            Supplier<SignatureMode> mode,
            InstantSource clock) {
        this(disk, libDirectory, logDirectory, verifier, mode, clock, Events.NONE);
    }

    /** @param events told of what was found out about signatures */
    public PackageIntake(
            Disk disk,
            Path libDirectory,
            Path logDirectory,
            PackageVerifier verifier,
            Supplier<SignatureMode> mode,
            InstantSource clock,
            Events events) {
        this.events = events;
        this.disk = disk;
        this.libDirectory = libDirectory;
        this.logDirectory = logDirectory;
        this.verifier = verifier;
        this.mode = mode;
        this.clock = clock;
        this.verdicts = new RecordedVerdicts(disk, libDirectory);
    }

    HandlerLayout layout(PackageRequest request) {
        return new HandlerLayout(libDirectory, logDirectory, request.handler(), request.version());
    }

    Staging staging() {
        return new Staging(disk, libDirectory);
    }

    /** The refusal that needs no look at the package: it should be signed and is not. */
    Optional<Failed> refusalUnseen(PackageRequest request) {
        return request.encodedSignature().isEmpty() && decide(request, Verdict.unsigned()) instanceof Refuse refuse
                ? Optional.of(refused(refuse))
                : Optional.empty();
    }

    /**
     * Judges what was unpacked earlier. A changed signature makes the record worthless; the empty marker of WALinuxAgent
     * says that it found the bytes to be the signed ones, and no more.
     */
    PackageStanding standing(PackageRequest request) throws IOException {
        SignatureMode today = mode.get().under(request.signatureRequired());
        if (!today.verifies()) {
            return new PackageStanding.Good(new Ready("", false));
        }
        Optional<String> signature = request.encodedSignature();
        Optional<Verdict> known = signature.isEmpty()
                ? verdicts.find(request.handler(), request.version(), signature)
                        .or(() -> Optional.of(Verdict.unsigned()))
                : verdicts.find(request.handler(), request.version(), signature);
        if (known.isPresent()) {
            SignatureDecision decision = decide(request, verifier.reconsider(known.get()));
            return decision instanceof Refuse refuse
                    ? new PackageStanding.Refused(refused(refuse))
                    : new PackageStanding.Good(ready(decision));
        }
        if (today == SignatureMode.ENFORCE) {
            return new PackageStanding.Unknown();
        }
        return new PackageStanding.Good(
                new Ready(isMarkedByOther(layout(request)) ? "verified by WALinuxAgent" : "not verified", false));
    }

    private boolean isMarkedByOther(HandlerLayout layout) throws IOException {
        return disk.readText(layout.base().resolve(MARKER), MAX_MARKER)
                .filter(String::isEmpty)
                .isPresent();
    }

    /** Deletes a package that lies where another agent, or an older version of this one, left it. */
    boolean deleteExisting(PackageRequest request) throws IOException {
        disk.deleteTree(layout(request).packageFile());
        return true;
    }

    /**
     * Takes the package that is there already, if one is. A bad one goes, with the whole directory that it may have been
     * unpacked to (spec 02 §12.1).
     */
    Optional<Intake> takeExisting(PackageRequest request, Path staging) throws IOException {
        HandlerLayout layout = layout(request);
        if (!disk.exists(layout.packageFile())) {
            return Optional.empty();
        }
        Path file = staging.resolve("existing.zip");
        disk.move(layout.packageFile(), file);
        Intake intake = take(request, file, staging);
        if (intake instanceof Intake.BadContent) {
            disk.deleteTree(layout.base());
        }
        return Optional.of(intake);
    }

    /** Takes a package; its file is gone afterwards, and so is everything of it that is not in place. */
    Intake take(PackageRequest request, Path file, Path staging) throws IOException {
        Path tree = staging.resolve("tree");
        try (FileChannel bytes = disk.open(file)) {
            return take(request, bytes, tree);
        } catch (BadArchive e) {
            return new Intake.BadContent(new Failed(ErrorCode.PACKAGE_EXTRACTION, false, message(e)));
        } catch (Malformed e) {
            return new Intake.Hopeless(new Failed(e.code(), false, message(e)));
        } catch (IOException e) {
            // The disk's fault, mostly because it is full: no other copy would fare better.
            return new Intake.Hopeless(new Failed(ErrorCode.UNKNOWN, false, FAILED + message(e)));
        } finally {
            disk.deleteTree(file);
            disk.deleteTree(tree);
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private Intake take(PackageRequest request, FileChannel bytes, Path tree) throws IOException, Malformed {
        Optional<Verdict> verdict = verify(request, bytes);
        if (verdict.isPresent() && decide(request, verdict.get()) instanceof Refuse refuse) {
            return refuse.isBadContent()
                    ? new Intake.BadContent(refused(refuse))
                    : new Intake.Hopeless(refused(refuse));
        }
        new Unpacker(disk, UnpackLimits.within(Runtime.getRuntime().maxMemory())).unpack(bytes, tree);
        UnpackedPackage unpacked = new UnpackedPackage(disk, tree);
        unpacked.removeClaims();
        Optional<HandlerManifest> manifest = unpacked.settleManifest();
        if (manifest.isEmpty()) {
            return new Intake.Hopeless(new Failed(ErrorCode.UNKNOWN, false, FAILED + "HandlerManifest.json not found"));
        }
        return place(request, unpacked, verdict.map(found -> bind(request, found, manifest.get())));
    }

    /** Empty when nothing is to be verified. */
    private Optional<Verdict> verify(PackageRequest request, FileChannel bytes) throws IOException {
        if (!mode.get().under(request.signatureRequired()).verifies()) {
            return Optional.empty();
        }
        Optional<String> signature = request.encodedSignature();
        return Optional.of(
                signature.isEmpty()
                        ? verifier.reconsider(Verdict.unsigned().ofPackage(sha256(bytes)))
                        : verify(request, bytes, signature.get()));
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
            events.tell(
                    AgentEvent.failed(Operation.SIGNATURE_VALIDATION, "The signature cannot be checked: " + message(e))
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

    private Verdict bind(PackageRequest request, Verdict verdict, HandlerManifest manifest) {
        if (request.encodedSignature().isEmpty()) {
            return verdict;
        }
        Instant began = clock.instant();
        Optional<SignatureFinding> problem =
                SigningBinding.check(request.handler(), request.version(), manifest.signingInfo());
        String good = "signingInfo names the handler and the version";
        tell(request, Operation.PACKAGE_SIGNING_INFO_RESULT, problem.stream().toList(), good, began);
        return verdict.bound(problem);
    }

    private SignatureDecision decide(PackageRequest request, Verdict verdict) {
        return SignatureDecision.of(mode.get(), request.signatureRequired(), verdict);
    }

    private static Failed refused(Refuse refuse) {
        return new Failed(ErrorCode.ENABLE, true, refuse.text());
    }

    private Intake place(PackageRequest request, UnpackedPackage unpacked, Optional<Verdict> verdict)
            throws IOException {
        SignatureDecision decision =
                verdict.map(found -> decide(request, found)).orElse(new UseQuietly(""));
        if (decision instanceof Refuse refuse) {
            return new Intake.Hopeless(refused(refuse));
        }
        HandlerLayout layout = layout(request);
        try {
            unpacked.moveTo(layout.base());
            new Initializer(disk).initialize(layout);
            record(layout, verdict);
        } catch (IOException e) {
            // Half a handler is worse than none: commands must never run in it.
            try {
                disk.deleteTree(layout.base());
                verdicts.delete(layout.handler(), layout.version());
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        say(layout, decision);
        return new Intake.Done(ready(decision));
    }

    /** Leaves word of the verdict, for later runs and for whoever looks for the marker of WALinuxAgent. */
    private void record(HandlerLayout layout, Optional<Verdict> verdict) throws IOException {
        Path marker = layout.base().resolve(MARKER);
        if (verdict.isEmpty()) {
            verdicts.delete(layout.handler(), layout.version());
            disk.delete(marker);
            return;
        }
        verdicts.write(layout.handler(), layout.version(), verdict.get(), clock.instant());
        if (verdict.get().isFlawless()) {
            String text = SpacedJson.write(RecordedVerdicts.summary(verdict.get(), clock.instant()));
            disk.write(marker, text, Disk.PRIVATE);
        } else {
            disk.delete(marker);
        }
    }

    private static void say(HandlerLayout layout, SignatureDecision decision) {
        if (decision instanceof UseLoudly loud) {
            LOG.warn("The package is used although it is not trusted: {}; package={}", loud.text(), layout.base());
        } else if (decision instanceof UseWithWarning warning) {
            LOG.warn("The package's signature: {}; package={}", warning.text(), layout.base());
        }
    }

    private static Ready ready(SignatureDecision decision) {
        if (decision instanceof UseLoudly loud) {
            return new Ready(loud.text(), true);
        }
        if (decision instanceof UseWithWarning warning) {
            return new Ready(warning.text(), false);
        }
        return new Ready(decision instanceof UseQuietly quiet ? quiet.note() : "", false);
    }
}
