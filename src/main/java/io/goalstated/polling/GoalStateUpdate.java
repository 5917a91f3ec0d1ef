package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.Ticks;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the two channels, and what follows from it (spec 01 §8). Holds what is in force; a look that fails changes
 * nothing of it, so that the next one sees the same change again. One at a time; never fails.
 */
final class GoalStateUpdate {
    private static final Logger LOG = LoggerFactory.getLogger(GoalStateUpdate.class);
    /** Before the second forced refresh for a missing certificate (§8.4). */
    private static final Duration CERTIFICATE_PAUSE = Duration.ofSeconds(6);

    private static final int FORCED_REFRESHES = 2;

    private final Channels channels;
    private final FabricFetch fabric;
    private final HoldWatch holds;
    private final CertificateSupply certificates;
    private final Succession succession;
    private final History history;
    private final GoalStateListener listener;
    private final Timers timers;
    private Optional<GoalStateSnapshot> current = Optional.empty();
    private Optional<String> appliedEtag = Optional.empty();
    private Optional<String> foreseen = Optional.empty();
    /** The host has stopped offering vmSettings, and what was in force then could not be guarded yet: see §8.3. */
    private Optional<Ticks> guardOwed = Optional.empty();

    GoalStateUpdate(
            Channels channels,
            FabricFetch fabric,
            HoldWatch holds,
            CertificateSupply certificates,
            Succession succession,
            History history,
            GoalStateListener listener,
            Timers timers) {
        this.channels = channels;
        this.fabric = fabric;
        this.holds = holds;
        this.certificates = certificates;
        this.succession = succession;
        this.history = history;
        this.listener = listener;
        this.timers = timers;
    }

    /** In force; empty before the first success. */
    Optional<GoalStateSnapshot> current() {
        return current.map(snapshot -> snapshot.withFastTrackSupported(channels.hintsAnswered()));
    }

    /** The same and its certificates in a line, for the log. */
    String inForce() {
        return "id=" + current.map(snapshot -> snapshot.extensions().id()).orElse("none") + " certificates="
                + CertificateSummary.json(certificates.known());
    }

    /** Completes once the certificates of what is in force are on disk, as far as they can be had. */
    Future<Void> certificates() {
        return current.map(snapshot -> certificates.all(snapshot.document())).orElse(Future.succeededFuture());
    }

    /** Does nothing more that was put off. */
    void stop() {
        certificates.stop();
        history.stop();
    }

    Future<UpdateOutcome> look(Ask ask) {
        return look(ask, 0).otherwise(cause -> new UpdateOutcome.Failed(String.valueOf(cause.getMessage())));
    }

    private Future<UpdateOutcome> look(Ask ask, int refreshes) {
        boolean first = ask.goalState() || current.isEmpty();
        Future<Optional<GoalStateDocument>> document =
                first ? channels.goalState().map(Optional::of) : Future.succeededFuture(Optional.empty());
        return document.compose(seen -> {
            seen.ifPresent(this::addressed);
            boolean hint = ask.hint() || !channels.hintsAnswered() || isNew(seen, ask);
            return !hint
                    ? unchanged(seen)
                    : channels.vmSettings(ask.force()).compose(vms -> decide(ask, seen, vms, refreshes));
        });
    }

    private void addressed(GoalStateDocument seen) {
        current = current.map(
                held -> held.document().incarnation().equals(seen.incarnation()) ? held.withDocument(seen) : held);
    }

    private boolean isNew(Optional<GoalStateDocument> document, Ask ask) {
        return document.filter(seen -> ask.force()
                        || current.isEmpty()
                        || !current.get().document().incarnation().equals(seen.incarnation()))
                .isPresent();
    }

    private Future<UpdateOutcome> decide(
            Ask ask, Optional<GoalStateDocument> document, VmSettingsSource.Look vms, int refreshes) {
        if (vms instanceof VmSettingsSource.Look.Failed failure) {
            return Future.succeededFuture(new UpdateOutcome.Failed(failure.reason()));
        }
        if (vms instanceof VmSettingsSource.Look.SupportStopped stopped) {
            guardOwed = Optional.of(stopped.lastFastTrack());
        } else if (vms instanceof VmSettingsSource.Look.Seen) {
            guardOwed = Optional.empty();
        }
        if (guardOwed.isPresent()) {
            Ticks lastFastTrack = guardOwed.get();
            return withDocument(document).compose(seen -> rollBackGuarded(seen, lastFastTrack));
        }
        Optional<VmSettingsSource.Document> settingsSeen =
                vms instanceof VmSettingsSource.Look.Seen seen ? Optional.of(seen.document()) : Optional.empty();
        Optional<VmSettingsSource.Document> fresh = settingsSeen.filter(this::isFresh);
        if (fresh.isEmpty() && !isNew(document, ask)) {
            return unchanged(document);
        }
        fresh.map(seen -> seen.settings().goalState()).ifPresent(this::foresee);
        return withDocument(document).compose(seen -> proceed(ask, seen, settingsSeen, refreshes));
    }

    /** Once, however often an update to it fails half-way. */
    private void foresee(ExtensionsGoalState goal) {
        boolean known = foreseen.filter(goal.id()::equals).isPresent();
        if (goal.source() == Source.FAST_TRACK && !goal.onHold() && !known) {
            foreseen = Optional.of(goal.id());
            listener.foreseen(goal);
        }
    }

    private boolean isFresh(VmSettingsSource.Document document) {
        return !appliedEtag.equals(Optional.of(document.settings().etag()));
    }

    private Future<GoalStateDocument> withDocument(Optional<GoalStateDocument> document) {
        return document.map(Future::succeededFuture).orElseGet(channels::goalState);
    }

    private Future<UpdateOutcome> proceed(
            Ask ask, GoalStateDocument document, Optional<VmSettingsSource.Document> vms, int refreshes) {
        if (isNew(Optional.of(document), ask)) {
            return fabric.fetch(document).compose(fetched -> apply(document, Optional.of(fetched), vms, refreshes));
        }
        boolean mirror = vms.isPresent() && vms.get().settings().goalState().source() == Source.FABRIC;
        if (mirror) {
            // A mere sign that the other channel changes: it has been asked, and will be every second from now on.
            applied(vms);
            return unchanged(Optional.of(document));
        }
        return apply(document, Optional.empty(), vms, refreshes);
    }

    private Future<UpdateOutcome> unchanged(Optional<GoalStateDocument> document) {
        if (current.isEmpty() || document.isEmpty()) {
            return Future.succeededFuture(new UpdateOutcome.Unchanged());
        }
        GoalStateSnapshot held = current.get();
        return holds.lifted(held.extensions())
                .map(lifted -> lifted.<UpdateOutcome>map(free -> replace(held.withExtensions(free, held.outdated())))
                        .orElseGet(UpdateOutcome.Unchanged::new));
    }

    private Future<UpdateOutcome> rollBackGuarded(GoalStateDocument document, Ticks lastFastTrack) {
        return fabric.fetch(document).compose(fetched -> {
            history.begin(document.incarnation().value(), fetched.texts());
            appliedEtag = Optional.empty();
            GoalStateSnapshot guarded = succession.rollBackGuarded(fetched, lastFastTrack);
            return certificates.supply(guarded).map(supplied -> {
                guardOwed = Optional.empty();
                return replace(guarded);
            });
        });
    }

    private Future<UpdateOutcome> apply(
            GoalStateDocument document,
            Optional<FabricFetch.Fetched> fetched,
            Optional<VmSettingsSource.Document> vms,
            int refreshes) {
        keep(document, fetched, vms.filter(this::isFresh));
        GoalStateSnapshot next = succession.next(current, fetched, vms);
        boolean newFastTrack = next.extensions().source() == Source.FAST_TRACK
                && current.filter(before -> before.extensions()
                                .id()
                                .equals(next.extensions().id()))
                        .isEmpty();
        return certificates
                .supply(next)
                .compose(supplied ->
                        newFastTrack ? consistent(next, vms, refreshes) : Future.succeededFuture(accept(next, vms)));
    }

    private void keep(
            GoalStateDocument document,
            Optional<FabricFetch.Fetched> fetched,
            Optional<VmSettingsSource.Document> fresh) {
        Map<String, String> texts = new LinkedHashMap<>();
        fetched.ifPresent(all -> texts.putAll(all.texts()));
        fresh.ifPresent(settings -> texts.put("VmSettings.json", settings.text()));
        String incarnation = document.incarnation().value();
        history.begin(
                fresh.map(settings -> incarnation + "-" + settings.settings().etag())
                        .orElse(incarnation),
                texts);
    }

    /** A new Fast Track goal state may name a certificate that only a new Fabric goal state brings (§8.4). */
    private Future<UpdateOutcome> consistent(
            GoalStateSnapshot snapshot, Optional<VmSettingsSource.Document> vms, int refreshes) {
        return certificates.lacking(snapshot).compose(missing -> {
            if (missing.isEmpty()) {
                return Future.succeededFuture(accept(snapshot, vms));
            }
            if (refreshes == FORCED_REFRESHES) {
                LOG.warn("Certificates are missing, the extensions that need them will fail; thumbprints={}", missing);
                return Future.succeededFuture(accept(snapshot, vms));
            }
            return pause(refreshes == 0 ? Duration.ZERO : CERTIFICATE_PAUSE)
                    .compose(over -> look(Ask.EVERYTHING, refreshes + 1));
        });
    }

    private Future<Void> pause(Duration length) {
        if (length.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        timers.after(length, over::complete);
        return over.future();
    }

    private UpdateOutcome accept(GoalStateSnapshot snapshot, Optional<VmSettingsSource.Document> vms) {
        applied(vms);
        return replace(snapshot);
    }

    private UpdateOutcome replace(GoalStateSnapshot snapshot) {
        GoalStateSnapshot shown = snapshot.withFastTrackSupported(channels.hintsAnswered());
        current = Optional.of(shown);
        certificates.keepUp(shown.document());
        return new UpdateOutcome.Updated(shown);
    }

    private void applied(Optional<VmSettingsSource.Document> vms) {
        vms.ifPresent(document -> appliedEtag = Optional.of(document.settings().etag()));
    }
}
