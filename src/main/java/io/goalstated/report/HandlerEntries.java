package io.goalstated.report;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.StatusFile;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.supervise.SupervisionView.ExtensionView;
import io.goalstated.supervise.SupervisionView.Failure;
import io.goalstated.supervise.SupervisionView.HandlerView;
import io.goalstated.supervise.SupervisionView.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is reported of each handler (spec 02 §7.5), with what the agent alone knows put in where the handler has
 * not spoken: what is going on (W-1), and that a command has failed (W-3). Nothing of this is ever written to disk.
 */
final class HandlerEntries {
    /** What is over sooner is not shown: nobody shall see a handler leave {@code Ready} for the blink of an eye. */
    private static final Duration WORTH_SHOWING = Duration.ofSeconds(2);

    private final Instant now;
    private final boolean tellsOfCommands;

    /** @param tellsOfCommands whether a failed command is reported as the extension's error (W-3) */
    HandlerEntries(Instant now, boolean tellsOfCommands) {
        this.now = now;
        this.tellsOfCommands = tellsOfCommands;
    }

    List<HandlerEntry> of(Observation observation) {
        List<HandlerEntry> entries = new ArrayList<>();
        for (HandlerObservation handler : observation.handlers()) {
            entries.addAll(entries(handler));
        }
        for (RejectedHandler rejected : observation.view().rejected()) {
            entries.add(entry(rejected));
        }
        return entries;
    }

    /** One entry for each extension, or a single one without; none for a handler there is nothing to say of. */
    private List<HandlerEntry> entries(HandlerObservation seen) {
        HandlerView handler = seen.handler();
        Optional<Progress> busy = busyWith(handler);
        Optional<HandlerEntry> base =
                busy.isPresent() ? busy.map(progress -> busyEntry(handler, progress)) : recorded(seen);
        if (base.isEmpty()) {
            return List.of();
        }
        List<HandlerEntry> entries = new ArrayList<>();
        for (HandlerObservation.Extension extension : seen.extensions()) {
            boolean shown = busy.isPresent();
            if (isReported(handler, extension.view(), shown) && (shown || !isAboutToSpeak(handler, extension))) {
                entries.add(with(base.get(), settings(handler, extension, busy)));
            }
        }
        return entries.isEmpty() ? List.of(base.get()) : entries;
    }

    /** What takes the place of the recorded status: a handler that was {@code Ready} stays so while it is enabled anew. */
    private Optional<Progress> busyWith(HandlerView handler) {
        Optional<HandlerStatus> status = handler.status();
        if (status.filter(it -> it.status().equals(HandlerStatus.READY)).isPresent()) {
            return Optional.empty();
        }
        boolean failedBefore = status.filter(it -> it.code() != 0).isPresent();
        return handler.progress().filter(progress -> failedBefore || isWorthShowing(progress));
    }

    private boolean isWorthShowing(Progress progress) {
        return lasting(progress).compareTo(WORTH_SHOWING) > 0;
    }

    private Duration lasting(Progress progress) {
        Duration time = Duration.between(progress.since(), now);
        return time.isNegative() ? Duration.ZERO : time;
    }

    /**
     * Names the version whose status this stands in for. While an update runs that is the one which is replaced: of the
     * new one there is no status to report until a command of its own has ended (spec 02 §7.5 step 1), and whatever fails
     * before leaves the old one installed. So the version changes once, and never back.
     */
    private HandlerEntry busyEntry(HandlerView handler, Progress progress) {
        return new HandlerEntry(
                handler.name().value(),
                handler.version().text(),
                HandlerStatus.NOT_READY,
                ErrorCode.SUCCESS.number(),
                Optional.of(progress.activity()),
                running(progress),
                Optional.empty());
    }

    private String running(Progress progress) {
        return ", " + lasting(progress).toSeconds() + " s";
    }

    private static Optional<HandlerEntry> recorded(HandlerObservation seen) {
        HandlerView handler = seen.handler();
        return handler.status()
                .map(recorded -> seen.heartbeat()
                        .map(beat -> handler.disallowed() ? beat.overDenied(recorded) : beat.over(recorded))
                        .orElse(recorded))
                .map(status -> new HandlerEntry(
                        handler.name().value(),
                        handler.version().text(),
                        status.status(),
                        status.code(),
                        status.message(),
                        "",
                        Optional.empty()));
    }

    /**
     * A single-config handler that was never installed has no extension status, unless there is one that the platform
     * waits for: without it, it might take the previous goal state's for current (spec 02 §7.5).
     */
    private boolean isReported(HandlerView handler, ExtensionView extension, boolean busy) {
        if (handler.multiConfig() && !extension.enabled() && !extension.recordedEnabled()) {
            return false;
        }
        return handler.state() != HandlerState.NOT_INSTALLED
                || handler.multiConfig()
                || handler.disallowed()
                || busy
                || (tellsOfCommands && extension.failure().isPresent());
    }

    /** Its first enable has only just begun: that there is no status file yet says nothing of it. */
    private boolean isAboutToSpeak(HandlerView handler, HandlerObservation.Extension seen) {
        boolean ready = handler.status()
                .filter(it -> it.status().equals(HandlerStatus.READY))
                .isPresent();
        Optional<Progress> progress = seen.view().progress().or(handler::progress);
        boolean justBegun = progress.isPresent() && !isWorthShowing(progress.get());
        return justBegun && !ready && seen.view().failure().isEmpty() && seen.file() instanceof StatusFile.Missing;
    }

    private HandlerEntry.Settings settings(
            HandlerView handler, HandlerObservation.Extension seen, Optional<Progress> busy) {
        ExtensionView extension = seen.view();
        Optional<Progress> progress = extension.progress().filter(this::isWorthShowing);
        Optional<Progress> shown = progress.isPresent() ? progress : busy;
        Optional<Failure> failure = extension.failure().filter(it -> tellsOfCommands || it.overrides());
        if (failure.filter(Failure::overrides).isPresent()) {
            return settings(handler, extension, error(failure.get()), "");
        }
        if (shown.isPresent() && isSilentOn(handler, seen, shown.get().since())) {
            ExtensionStatus transitioning = ExtensionStatus.of(
                    Word.TRANSITIONING,
                    ErrorCode.SUCCESS.number(),
                    Optional.empty(),
                    shown.get().activity());
            return settings(handler, extension, transitioning, running(shown.get()));
        }
        if (shown.isEmpty() && failure.isPresent() && lacksVerdictOn(handler, seen, failure.get())) {
            return settings(handler, extension, error(failure.get()), "");
        }
        return settings(handler, extension, seen.file().reported(subject(handler, seen)), "");
    }

    /** Files from before an installation, carried over from an older version for instance, do not speak of it. */
    private static boolean isSilentOn(HandlerView handler, HandlerObservation.Extension seen, Instant since) {
        return seen.file() instanceof StatusFile.Missing
                || (!handler.state().isInstalled() && seen.modified().isBefore(since));
    }

    /** A file that the handler wrote after the command had begun is its own word, final or not: it may still be at work. */
    private static boolean lacksVerdictOn(HandlerView handler, HandlerObservation.Extension seen, Failure failure) {
        boolean terminal = seen.file().word().filter(Word::isTerminal).isPresent();
        return isSilentOn(handler, seen, failure.began())
                || (!terminal && seen.modified().isBefore(failure.began()));
    }

    private static ExtensionStatus error(Failure failure) {
        return ExtensionStatus.of(
                Word.ERROR, failure.code().number(), Optional.of(failure.operation()), failure.message());
    }

    private static HandlerEntry.Settings settings(
            HandlerView handler, ExtensionView extension, ExtensionStatus status, String running) {
        return new HandlerEntry.Settings(
                extension.name(), extension.sequenceNumber(), handler.multiConfig(), status, running);
    }

    private static StatusFile.Subject subject(HandlerView handler, HandlerObservation.Extension seen) {
        String fullName = handler.multiConfig()
                ? handler.name() + "." + seen.view().name()
                : handler.name().value();
        return new StatusFile.Subject(fullName, handler.version(), seen.view().sequenceNumber(), seen.place());
    }

    private static HandlerEntry with(HandlerEntry base, HandlerEntry.Settings settings) {
        return new HandlerEntry(
                base.name(),
                base.version(),
                base.status(),
                base.code(),
                base.message(),
                base.running(),
                Optional.of(settings));
    }

    private static HandlerEntry entry(RejectedHandler rejected) {
        return new HandlerEntry(
                rejected.name(),
                rejected.version(),
                HandlerStatus.NOT_READY,
                ErrorCode.UNKNOWN.number(),
                Optional.of("Ran into config errors: " + rejected.reason()
                        + ". \nPlease retry again as another operation with updated settings"),
                "",
                Optional.empty());
    }
}
