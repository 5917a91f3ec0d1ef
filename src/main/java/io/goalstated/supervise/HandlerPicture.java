package io.goalstated.supervise;

import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.supervise.SupervisionView.ExtensionView;
import io.goalstated.supervise.SupervisionView.Failure;
import io.goalstated.supervise.SupervisionView.HandlerView;
import io.goalstated.supervise.SupervisionView.Progress;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to tell of one handler: what the goal state asks, what the disk says of the effective version, what is
 * going on, and what went wrong last. Confined to the event loop.
 */
final class HandlerPicture implements PlanRun.Observer {
    private final HandlerName name;
    private final Workshop workshop;
    private final Runnable changed;
    private final Map<String, Known> failures = new HashMap<>();
    private final Map<VersionNumber, String> mistrust = new HashMap<>();
    private Optional<HandlerGoal> goal = Optional.empty();
    private Optional<VersionNumber> version = Optional.empty();
    /** What an update leads to; the version that it replaces speaks for the handler until this one has a status. */
    private Optional<VersionNumber> upcoming = Optional.empty();

    private Optional<DiskInventory.Reading> reading = Optional.empty();
    private Optional<Progress> progress = Optional.empty();
    private Optional<Item> current = Optional.empty();
    private boolean disallowed;
    private boolean known;
    private long looksBegun;
    /** Looks at the disk may end in another order than they began in: none up to this one says anything any more. */
    private long settled;

    /** A failure counts only for the very settings that it happened with. */
    private record Known(SequenceNumber sequence, Failure failure) {}

    HandlerPicture(HandlerName name, Workshop workshop, Runnable changed) {
        this.name = name;
        this.workshop = workshop;
        this.changed = changed;
    }

    void asked(HandlerGoal asked) {
        goal = Optional.of(asked);
        disallowed = false;
        changed.run();
    }

    void notAsked() {
        goal = Optional.empty();
        changed.run();
    }

    void gone() {
        settled = looksBegun;
        reading = Optional.empty();
        progress = Optional.empty();
        changed.run();
    }

    /** The disk has been looked at before planning: what is installed speaks for the handler until then. */
    void saw(ObservedHandler observed) {
        if (version.isEmpty()) {
            version = observed.installed().map(ObservedVersion::version);
            read().onComplete(read -> known());
        }
    }

    /**
     * Looks at the disk where nobody else does so soon, while an interrupted command of an earlier run is waited for:
     * what its agent told of the handler is told on.
     */
    void seek() {
        workshop.equipment()
                .offload()
                .run(() -> workshop.inventory().observe(name))
                .onSuccess(this::saw)
                .onFailure(unreadable -> known());
    }

    private void known() {
        known = true;
        changed.run();
    }

    void planned(ItemPlan plan) {
        Optional<VersionNumber> before = version;
        turnTo(plan);
        if (known && upcoming.isEmpty() && version.equals(before)) {
            changed.run();
        } else {
            read().onComplete(read -> known());
        }
    }

    private void turnTo(ItemPlan plan) {
        if (plan.replaces().isPresent() && version.equals(plan.replaces())) {
            upcoming = Optional.of(plan.version());
        } else {
            version = Optional.of(plan.version());
            upcoming = Optional.empty();
        }
    }

    void begun(Item item, ItemPlan plan) {
        current = Optional.of(item);
        turnTo(plan);
        if (!plan.steps().isEmpty()) {
            failures.remove(key(item));
        }
    }

    boolean isDisallowed() {
        return disallowed;
    }

    void failed(Item item, Failure failure) {
        disallowed |= failure.overrides();
        failures.put(key(item), new Known(item.sequenceNumber(), failure));
        changed.run();
    }

    /** The version's package runs although its signature is not trusted. */
    void mistrusted(VersionNumber what, String why) {
        mistrust.put(what, why);
    }

    @Override
    public void doing(String activity, VersionNumber about) {
        if (progress.filter(p -> p.activity().equals(activity) && p.version().equals(about))
                .isEmpty()) {
            progress = Optional.of(
                    new Progress(activity, about, workshop.equipment().clock().instant()));
            changed.run();
        }
    }

    void doingNothing() {
        current = Optional.empty();
        if (progress.isPresent()) {
            progress = Optional.empty();
            changed.run();
        }
    }

    @Override
    public void kept() {
        read();
    }

    /** Reads again what the disk says of the effective version. */
    Future<Boolean> read() {
        if (version.isEmpty()) {
            return Future.succeededFuture(false);
        }
        VersionNumber now = version.get();
        Optional<VersionNumber> next = upcoming;
        long mine = ++looksBegun;
        return workshop.equipment()
                .offload()
                .run(() ->
                        new Look(reading(now), next.isPresent() ? Optional.of(reading(next.get())) : Optional.empty()))
                .map(look -> {
                    if (version.filter(now::equals).isPresent() && upcoming.equals(next) && mine > settled) {
                        settled = mine;
                        take(look);
                        changed.run();
                    }
                    return true;
                });
    }

    private record Look(DiskInventory.Reading now, Optional<DiskInventory.Reading> next) {}

    private DiskInventory.Reading reading(VersionNumber which) throws IOException {
        return workshop.inventory().read(workshop.equipment().layout(name, which));
    }

    /** While an update has taken the old version away and the new one has no status yet, the last word stands. */
    private void take(Look look) {
        boolean turned = look.next().flatMap(DiskInventory.Reading::status).isPresent();
        if (turned) {
            version = upcoming;
            upcoming = Optional.empty();
            reading = look.next();
        } else if (look.next().isEmpty() || look.now().status().isPresent()) {
            reading = Optional.of(look.now());
        }
    }

    /** Whether that version was installed when the disk was last looked at. */
    boolean isInstalled(VersionNumber what) {
        return reading.map(DiskInventory.Reading::observed)
                .filter(seen -> seen.version().equals(what) && seen.state().isInstalled())
                .isPresent();
    }

    /** Whether {@link #view} tells all there is, if only that nothing is installed: the disk has been looked at. */
    boolean isKnown() {
        return known || goal.isEmpty();
    }

    /** What to tell; empty when the handler is neither asked for nor on disk. */
    Optional<HandlerView> view() {
        if (goal.isEmpty() || (version.isEmpty() && progress.isEmpty())) {
            return Optional.empty();
        }
        HandlerGoal asked = goal.get();
        Optional<ObservedVersion> observed = reading.map(DiskInventory.Reading::observed);
        VersionNumber effective = version.orElse(asked.version());
        return Optional.of(new HandlerView(
                name,
                effective,
                observed.map(ObservedVersion::state).orElse(HandlerState.NOT_INSTALLED),
                asked.multiConfig(),
                asked.state() != RequestedState.UNINSTALL,
                disallowed,
                observed.flatMap(HandlerPicture::manifest)
                        .filter(HandlerManifest::reportsHeartbeat)
                        .isPresent(),
                reading.flatMap(DiskInventory.Reading::status).map(status -> withMistrust(status, effective)),
                progress,
                extensions(asked, observed)));
    }

    private static Optional<HandlerManifest> manifest(ObservedVersion version) {
        return version.manifest() instanceof ObservedVersion.Manifest.Usable usable
                ? Optional.of(usable.content())
                : Optional.empty();
    }

    private HandlerStatus withMistrust(HandlerStatus status, VersionNumber effective) {
        Optional<String> why = Optional.ofNullable(mistrust.get(effective));
        return why.isEmpty()
                ? status
                : new HandlerStatus(
                        status.name(),
                        status.version(),
                        status.status(),
                        status.code(),
                        Optional.of(status.message().orElse("") + " [" + why.get() + "]"),
                        status.supportsMultiConfig());
    }

    private List<ExtensionView> extensions(HandlerGoal asked, Optional<ObservedVersion> observed) {
        List<ExtensionView> views = new ArrayList<>();
        for (ExtensionSettings settings : asked.settings()) {
            boolean enabled = asked.state() == RequestedState.ENABLED && settings.isEnabled();
            boolean recorded = asked.multiConfig()
                    ? observed.filter(v -> v.enabledExtensions().contains(settings.name()))
                            .isPresent()
                    : enabled;
            Optional<Failure> failure = Optional.ofNullable(failures.get(settings.name()))
                    .filter(known -> known.sequence().equals(settings.sequenceNumber()))
                    .map(Known::failure);
            boolean mine =
                    current.flatMap(Item::settings).filter(settings::equals).isPresent();
            views.add(new ExtensionView(
                    settings.name(),
                    settings.sequenceNumber(),
                    enabled,
                    recorded,
                    failure,
                    mine || current.isEmpty() ? progress : Optional.empty()));
        }
        return views;
    }

    private static String key(Item item) {
        return item.settings().map(ExtensionSettings::name).orElse(item.name().value());
    }
}
