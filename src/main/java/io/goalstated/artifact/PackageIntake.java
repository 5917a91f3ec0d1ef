package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.event.Events;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerManifest.Malformed;
import io.goalstated.platform.Disk;
import io.goalstated.trust.SignatureDecision;
import io.goalstated.trust.SignatureDecision.Refuse;
import io.goalstated.trust.SignatureDecision.UseQuietly;
import io.goalstated.trust.SignatureMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes one copy of a package from a private file to the handler's directory: verify, unpack, compare the names, move
 * into place, initialise (spec 02 §11.4, §12). One open file from the first step to the last. Blocks.
 */
public final class PackageIntake {
    static final String FAILED = "Failed to download artifacts: ";

    private final Disk disk;
    private final Path libDirectory;
    private final Path logDirectory;
    private final PackageJudge judge;
    private final PackageMarks marks;
    private final Standings standings;
    private final PackageCache cache;

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
        this.disk = disk;
        this.libDirectory = libDirectory;
        this.logDirectory = logDirectory;
        this.judge = new PackageJudge(verifier, mode, clock, events);
        this.marks = new PackageMarks(disk, libDirectory);
        this.standings = new Standings(verifier, judge, marks);
        this.cache = new PackageCache(disk, libDirectory, clock, PackageCache.Limits.USUAL);
    }

    HandlerLayout layout(PackageRequest request) {
        return new HandlerLayout(libDirectory, logDirectory, request.handler(), request.version());
    }

    Staging staging() {
        return new Staging(disk, libDirectory);
    }

    /** The refusal that needs no look at the package: it should be signed and is not. */
    Optional<Failed> refusalUnseen(PackageRequest request) {
        return judge.refusalUnseen(request);
    }

    /** Judges what was unpacked earlier; what that rests on and cannot be read is a reason to run nothing. */
    PackageStanding standing(PackageRequest request) {
        try {
            return standings.of(request, layout(request));
        } catch (IOException e) {
            String why = "The package's signature cannot be judged: " + message(e);
            return new PackageStanding.Refused(new Failed(ErrorCode.UNKNOWN, false, why));
        }
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

    /**
     * Takes the package that was kept when it was had before, if it is still what it was then. Empty when there is none to
     * be used.
     */
    Optional<Intake> takeKept(PackageRequest request, Path staging) throws IOException {
        if (!judge.verifies(request)) {
            return Optional.empty();
        }
        Path file = staging.resolve("kept.zip");
        Optional<String> sha256 = cache.take(request, file);
        return sha256.isEmpty()
                ? Optional.empty()
                : Optional.of(take(request, file, staging, sha256)).filter(it -> !(it instanceof Intake.BadContent));
    }

    /** Removes what is kept beyond its time. */
    void trimKept() throws IOException {
        cache.trim();
    }

    /** The disk is short: what can be had again goes. */
    boolean makeRoom() throws IOException {
        cache.clear();
        return true;
    }

    /** Takes a package; its file is gone afterwards, and so is everything of it that is not in place. */
    Intake take(PackageRequest request, Path file, Path staging) throws IOException {
        return take(request, file, staging, Optional.empty());
    }

    /** @param known what the SHA-256 must be; empty for a package that has just arrived */
    private Intake take(PackageRequest request, Path file, Path staging, Optional<String> known) throws IOException {
        Path tree = staging.resolve("tree");
        try (FileChannel bytes = disk.open(file)) {
            Intake intake = take(request, bytes, tree, known);
            if (intake instanceof Intake.Done done) {
                done.sha256().ifPresent(sha256 -> cache.keep(request, file, sha256, known.isEmpty()));
            }
            return intake;
        } catch (BadArchive e) {
            return new Intake.BadContent(new Failed(ErrorCode.PACKAGE_EXTRACTION, false, message(e)));
        } catch (Malformed e) {
            return new Intake.Hopeless(new Failed(e.code(), false, message(e)));
        } catch (IOException e) {
            return new Intake.NoRoom(new PackageOutcome.NoRoom(message(e)));
        } finally {
            disk.deleteTree(file);
            disk.deleteTree(tree);
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private Intake take(PackageRequest request, FileChannel bytes, Path tree, Optional<String> known)
            throws IOException, Malformed {
        Optional<RecordedVerdict> verdict;
        try {
            verdict = judge.verify(request, bytes);
        } catch (IOException e) {
            // What it is verified with cannot be read, and would not be read better the next time.
            return new Intake.Hopeless(new Failed(ErrorCode.UNKNOWN, false, FAILED + message(e)));
        }
        Optional<String> found = verdict.flatMap(it -> it.verdict().packageSha256());
        if (known.isPresent() && !known.equals(found)) {
            return new Intake.BadContent(new Failed(ErrorCode.UNKNOWN, false, "the kept package has changed"));
        }
        if (verdict.isPresent() && judge.decide(request, verdict.get().verdict()) instanceof Refuse refuse) {
            Failed refused = PackageJudge.refused(refuse);
            return refuse.isBadContent() ? new Intake.BadContent(refused) : new Intake.Hopeless(refused);
        }
        new Unpacker(disk, UnpackLimits.within(Runtime.getRuntime().maxMemory())).unpack(bytes, tree);
        UnpackedPackage unpacked = new UnpackedPackage(disk, tree);
        unpacked.removeClaims();
        Optional<HandlerManifest> manifest = unpacked.settleManifest();
        if (manifest.isEmpty()) {
            return new Intake.Hopeless(new Failed(ErrorCode.UNKNOWN, false, FAILED + "HandlerManifest.json not found"));
        }
        return place(request, unpacked, verdict.map(it -> judge.bind(request, it, manifest.get())));
    }

    private Intake place(PackageRequest request, UnpackedPackage unpacked, Optional<RecordedVerdict> verdict)
            throws IOException {
        SignatureDecision decision =
                verdict.map(it -> judge.decide(request, it.verdict())).orElse(new UseQuietly(""));
        if (decision instanceof Refuse refuse) {
            return new Intake.Hopeless(PackageJudge.refused(refuse));
        }
        HandlerLayout layout = layout(request);
        try {
            unpacked.moveTo(layout.base());
            new Initializer(disk).initialize(layout);
            if (verdict.isPresent()) {
                marks.leave(layout, verdict.get());
            } else {
                marks.remove(layout);
            }
        } catch (IOException e) {
            // Half a handler is worse than none: commands must never run in it.
            try {
                disk.deleteTree(layout.base());
                marks.remove(layout);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        PackageJudge.say(layout, decision);
        return new Intake.Done(
                PackageJudge.ready(decision), verdict.flatMap(it -> it.verdict().packageSha256()));
    }
}
