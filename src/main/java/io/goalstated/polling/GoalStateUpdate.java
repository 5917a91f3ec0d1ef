package io.goalstated.polling;

import io.goalstated.goalstate.ChannelChoice;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.Ticks;
import io.goalstated.platform.Timers;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The active rhythm is for goal states; a hold is looked at no more often than that. */
    private static final Duration HOLD_AGAIN = Duration.ofSeconds(6);

    private static final int FORCED_REFRESHES = 2;

    private final WireServer wireServer;
    private final VmSettingsSource vmSettings;
    private final FabricFetch fabric;
    private final HoldProfile holds;
    private final CertificateDesk certificates;
    private final FastTrackMemory memory;
    private final History history;
    private final Timers timers;
    private final PollingSettings settings;
    private Optional<GoalStateSnapshot> current = Optional.empty();
    private Optional<String> appliedEtag = Optional.empty();
    private Sighting sighting = new Sighting(Optional.empty(), Optional.empty());
    private Optional<Long> goalStateAsked = Optional.empty();
    private Optional<Long> holdChecked = Optional.empty();

    /** The latest names seen in the two channels, whether or not anything could be done with what they name. */
    record Sighting(Optional<String> incarnation, Optional<String> etag) {
        /** Not the record's own equals, whose first call costs a tenth of the way to the first report. */
        boolean isAsIn(Sighting other) {
            return incarnation.equals(other.incarnation) && etag.equals(other.etag);
        }
    }

    /**
     * What to ask.
     *
     * @param goalState ask for the goal state itself
     * @param hint ask for the vmSettings
     * @param force fetch everything, whether or not anything is new
     */
    record Ask(boolean goalState, boolean hint, boolean force) {
        static final Ask EVERYTHING = new Ask(true, true, true);
    }

    GoalStateUpdate(
            WireServer wireServer,
            VmSettingsSource vmSettings,
            FabricFetch fabric,
            HoldProfile holds,
            CertificateDesk certificates,
            FastTrackMemory memory,
            History history,
            Timers timers,
            PollingSettings settings) {
        this.wireServer = wireServer;
        this.vmSettings = vmSettings;
        this.fabric = fabric;
        this.holds = holds;
        this.certificates = certificates;
        this.memory = memory;
        this.history = history;
        this.timers = timers;
        this.settings = settings;
    }

    /** In force; empty before the first success. */
    Optional<GoalStateSnapshot> current() {
        return current.map(snapshot -> snapshot.withFastTrackSupported(vmSettings.isSupported()));
    }

    /**
     * Changes with every sign of a change in either channel, a document that merely mirrors the other channel and an
     * update that failed half-way included.
     */
    Sighting sighting() {
        return sighting;
    }

    /** When the goal state was last asked for, in nanoseconds of the timers. */
    Optional<Long> goalStateAsked() {
        return goalStateAsked;
    }

    /** When the vmSettings were last asked for. */
    Optional<Long> hintAsked() {
        return vmSettings.asked();
    }

    boolean hintsAnswered() {
        return vmSettings.isSupported();
    }

    Future<UpdateOutcome> look(Ask ask) {
        return look(ask, 0).otherwise(cause -> new UpdateOutcome.Failed(String.valueOf(cause.getMessage())));
    }

    private Future<UpdateOutcome> look(Ask ask, int refreshes) {
        boolean first = ask.goalState() || ask.force() || current.isEmpty();
        Future<Optional<GoalStateDocument>> document = first ? goalState() : Future.succeededFuture(Optional.empty());
        return document.compose(seen -> {
            boolean hint = ask.hint() || ask.force() || !vmSettings.isSupported() || isNew(seen, ask);
            return !hint
                    ? unchanged(seen)
                    : vmSettings.look(ask.force()).compose(vms -> decide(ask, seen, vms, refreshes));
        });
    }

    private Future<Optional<GoalStateDocument>> goalState() {
        goalStateAsked = Optional.of(timers.nanoTime());
        return wireServer.goalState().map(document -> {
            sighting = new Sighting(Optional.of(document.incarnation().value()), sighting.etag());
            return Optional.of(document);
        });
    }

    private boolean isNew(Optional<GoalStateDocument> document, Ask ask) {
        return document.isPresent()
                && (ask.force()
                        || current.isEmpty()
                        || !current.get()
                                .document()
                                .incarnation()
                                .equals(document.get().incarnation()));
    }

    private Future<UpdateOutcome> decide(
            Ask ask, Optional<GoalStateDocument> document, VmSettingsSource.Look vms, int refreshes) {
        if (vms instanceof VmSettingsSource.Look.Failed failure) {
            return Future.succeededFuture(new UpdateOutcome.Failed(failure.reason()));
        }
        if (vms instanceof VmSettingsSource.Look.SupportStopped stopped) {
            return withDocument(document).compose(seen -> rollBackGuarded(seen, stopped.lastFastTrack()));
        }
        Optional<VmSettingsSource.Document> settingsSeen =
                vms instanceof VmSettingsSource.Look.Seen seen ? Optional.of(seen.document()) : Optional.empty();
        if (!isFresh(settingsSeen) && !isNew(document, ask)) {
            return unchanged(document);
        }
        return withDocument(document).compose(seen -> proceed(ask, seen, settingsSeen, refreshes));
    }

    private boolean isFresh(Optional<VmSettingsSource.Document> seen) {
        Optional<String> etag = seen.map(document -> document.settings().etag());
        etag.ifPresent(value -> sighting = new Sighting(sighting.incarnation(), Optional.of(value)));
        return etag.isPresent() && !etag.equals(appliedEtag);
    }

    private Future<UpdateOutcome> proceed(
            Ask ask, GoalStateDocument document, Optional<VmSettingsSource.Document> vms, int refreshes) {
        if (isNew(Optional.of(document), ask)) {
            return fabric.fetch(document).compose(fetched -> apply(Optional.of(fetched), vms, refreshes));
        }
        boolean mirror = vms.isPresent() && vms.get().settings().goalState().source() == Source.FABRIC;
        if (mirror) {
            // A mere sign that the other channel changes: it has been asked, and will be every second from now on.
            applied(vms);
            return unchanged(Optional.of(document));
        }
        return apply(Optional.empty(), vms, refreshes);
    }

    private Future<GoalStateDocument> withDocument(Optional<GoalStateDocument> document) {
        return document.isPresent()
                ? Future.succeededFuture(document.get())
                : goalState().map(Optional::orElseThrow);
    }

    /** While extensions are held back, each look at the goal state asks whether they still are. */
    private Future<UpdateOutcome> unchanged(Optional<GoalStateDocument> document) {
        Optional<GoalStateSnapshot> held =
                current.filter(snapshot -> snapshot.extensions().onHold()
                        && snapshot.extensions().artifactsProfileUri().isPresent());
        if (held.isEmpty() || document.isEmpty() || !isHoldDue()) {
            return Future.succeededFuture(new UpdateOutcome.Unchanged());
        }
        return holds.apply(held.get().extensions())
                .map(extensions -> extensions.onHold()
                        ? new UpdateOutcome.Unchanged()
                        : replace(
                                held.get().withExtensions(extensions, held.get().outdated())));
    }

    private boolean isHoldDue() {
        boolean due = holdChecked.isEmpty() || timers.nanoTime() - holdChecked.get() >= HOLD_AGAIN.toNanos();
        if (due) {
            holdChecked = Optional.of(timers.nanoTime());
        }
        return due;
    }

    /** The VM moved to a host without vmSettings: an older Fabric goal state is shown, not executed (§8.3). */
    private Future<UpdateOutcome> rollBackGuarded(GoalStateDocument document, Ticks lastFastTrack) {
        return fabric.fetch(document).compose(fetched -> {
            history.begin(document.incarnation().value(), fetched.texts());
            boolean outdated = ChannelChoice.isOutdated(fetched.extensions(), lastFastTrack);
            if (outdated) {
                LOG.warn(
                        "The goal state is older than changes made by Fast Track: not executed; id={}",
                        fetched.extensions().id());
            }
            appliedEtag = Optional.empty();
            return supplied(snapshot(fetched, fetched.extensions(), outdated)).map(this::replace);
        });
    }

    private Future<UpdateOutcome> apply(
            Optional<FabricFetch.Fetched> fetched, Optional<VmSettingsSource.Document> vms, int refreshes) {
        keep(fetched, vms);
        Optional<ExtensionsGoalState> before = current.map(GoalStateSnapshot::extensions);
        Optional<ExtensionsGoalState> latest =
                vms.map(document -> document.settings().goalState()).map(this::heeded);
        ExtensionsGoalState chosen = ChannelChoice.choose(
                        before,
                        new ChannelChoice.Seen(
                                fetched.map(FabricFetch.Fetched::extensions), latest, latest.isPresent()))
                .orElseThrow();
        boolean outdated = isOutdatedAtStart(chosen);
        GoalStateSnapshot next = fetched.map(all -> snapshot(all, chosen, outdated))
                .orElseGet(() -> current.orElseThrow().withExtensions(chosen, outdated))
                .withFastTrackSupported(vmSettings.isSupported());
        boolean newFastTrack = chosen.source() == Source.FAST_TRACK
                && (before.isEmpty() || !before.get().id().equals(chosen.id()));
        return supplied(next)
                .compose(complete -> newFastTrack
                        ? consistent(complete, vms, refreshes)
                        : Future.succeededFuture(accept(complete, vms)));
    }

    private ExtensionsGoalState heeded(ExtensionsGoalState goalState) {
        return settings.holdsHonoured() ? goalState : goalState.withOnHold(false);
    }

    /** Fast Track was switched off by the owner, yet changes made by it are in force. */
    private boolean isOutdatedAtStart(ExtensionsGoalState chosen) {
        return !settings.fastTrackEnabled()
                && memory.remembered().isPresent()
                && ChannelChoice.isOutdated(chosen, memory.remembered().get());
    }

    private GoalStateSnapshot snapshot(FabricFetch.Fetched fetched, ExtensionsGoalState extensions, boolean outdated) {
        return new GoalStateSnapshot(
                fetched.document(),
                extensions,
                outdated,
                vmSettings.isSupported(),
                current.map(GoalStateSnapshot::certificates).orElse(List.of()),
                fetched.hosting(),
                fetched.remoteAccess());
    }

    private void keep(Optional<FabricFetch.Fetched> fetched, Optional<VmSettingsSource.Document> vms) {
        Map<String, String> texts = new LinkedHashMap<>();
        fetched.ifPresent(all -> texts.putAll(all.texts()));
        Optional<VmSettingsSource.Document> fresh = vms.filter(document -> isFresh(vms));
        fresh.ifPresent(document -> texts.put("VmSettings.json", document.text()));
        String incarnation = wireServer
                .latest()
                .map(document -> document.incarnation().value())
                .orElse("");
        history.begin(
                fresh.map(document -> incarnation + "-" + document.settings().etag())
                        .orElse(incarnation),
                texts);
    }

    /** With the certificates on disk that its settings name, as far as they can be had. */
    private Future<GoalStateSnapshot> supplied(GoalStateSnapshot snapshot) {
        Set<String> thumbprints = thumbprints(snapshot.extensions());
        Optional<String> uri = snapshot.document().certificates();
        return certificates
                .missing(thumbprints)
                .compose(missing -> missing.isEmpty() || uri.isEmpty()
                        ? Future.succeededFuture(snapshot)
                        : certificates.refresh(uri.get()).map(summaries -> {
                            history.add("Certificates.json", CertificateSummary.json(summaries));
                            return snapshot.withCertificates(summaries);
                        }));
    }

    /** A new Fast Track goal state may name a certificate that only a new Fabric goal state brings (§8.4). */
    private Future<UpdateOutcome> consistent(
            GoalStateSnapshot snapshot, Optional<VmSettingsSource.Document> vms, int refreshes) {
        return certificates.missing(thumbprints(snapshot.extensions())).compose(missing -> {
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

    private static Set<String> thumbprints(ExtensionsGoalState goalState) {
        Set<String> thumbprints = new HashSet<>();
        for (HandlerGoal handler : goalState.handlers()) {
            for (ExtensionSettings settings : handler.settings()) {
                if (settings.protectedSettings().isPresent()
                        && settings.thumbprint().isPresent()) {
                    thumbprints.add(settings.thumbprint().get().toUpperCase(Locale.ROOT));
                }
            }
        }
        return thumbprints;
    }

    private UpdateOutcome accept(GoalStateSnapshot snapshot, Optional<VmSettingsSource.Document> vms) {
        applied(vms);
        return replace(snapshot);
    }

    private UpdateOutcome replace(GoalStateSnapshot snapshot) {
        current = Optional.of(snapshot);
        return new UpdateOutcome.Updated(snapshot);
    }

    private void applied(Optional<VmSettingsSource.Document> vms) {
        vms.ifPresent(document -> appliedEtag = Optional.of(document.settings().etag()));
    }
}
