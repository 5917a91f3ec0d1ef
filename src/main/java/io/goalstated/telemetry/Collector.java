package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Operation;
import io.goalstated.platform.DropBox;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches, each on its own schedule, what extensions leave for the platform: the {@code events} directories of their logs
 * every {@code Debug.EtpCollectionPeriod}, {@code <lib>/events} every minute. When the owner does not want it sent it is
 * removed all the same: nobody else will. Confined to the event loop.
 */
final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    /** So many events of one extension are taken in one period (spec 02 §14). */
    static final int MOST_EVENTS = 360;

    private static final int MOST_LEGACY_EVENTS = 1_000;
    private static final int MOST_REMOVED = 20_000;
    private static final Duration LEGACY_PERIOD = Duration.ofMinutes(1);
    private static final int TOLD_REASONS = 5;

    private final Desk desk;
    private final Outbox outbox;
    private final Runnable added;
    private final Timers timers;
    private final Offload offload;
    private final Supplier<TelemetryLevel> level;
    private final Supplier<Duration> period;
    private final ExtensionFolders extensions;
    private final LegacyFolder legacy;
    private final Repeat extensionRound;
    private final Repeat legacyRound;
    private boolean stopped;

    /** @param added runs whenever something was added to the outbox */
    Collector(Shell shell, Choices choices, Desk desk, Outbox outbox, Runnable added) {
        this.desk = desk;
        this.outbox = outbox;
        this.added = added;
        this.timers = shell.timers();
        this.offload = shell.offload();
        this.level = choices.level();
        this.period = choices.collectionPeriod();
        this.extensions = new ExtensionFolders(shell.disk(), shell.logDirectory());
        this.legacy = new LegacyFolder(shell.disk(), shell.libDirectory());
        this.extensionRound = new Repeat(shell.timers(), this::collectExtensions, period);
        this.legacyRound = new Repeat(shell.timers(), this::collectLegacy, () -> LEGACY_PERIOD);
    }

    /** The first walks begin after a while: what lies there has waited for the agent already. */
    void start() {
        Duration first = period.get().compareTo(LEGACY_PERIOD) < 0 ? period.get() : LEGACY_PERIOD;
        extensionRound.in(first);
        legacyRound.in(LEGACY_PERIOD);
    }

    /** The owner wants another period. */
    void reconfigured() {
        extensionRound.again();
    }

    void stop() {
        stopped = true;
        extensionRound.stop();
        legacyRound.stop();
    }

    Future<Void> collectExtensions() {
        Instant began = desk.now().time();
        return offload.run(extensions::find).compose(folders -> collect(folders, 0, began));
    }

    private Future<Void> collect(List<ExtensionFolders.Folder> folders, int at, Instant began) {
        if (stopped || at >= folders.size()) {
            return Future.succeededFuture();
        }
        return collect(folders.get(at), began)
                .otherwise(cause -> {
                    LOG.warn(
                            "Events of {} cannot be collected: {}",
                            folders.get(at).handler(),
                            cause.getMessage());
                    return null;
                })
                .compose(done -> collect(folders, at + 1, began));
    }

    private Future<Void> collect(ExtensionFolders.Folder folder, Instant began) {
        if (!level.get().takesEverything()) {
            return sweep(folder.box(), began);
        }
        CollectionRound round = round(
                folder.box(),
                MOST_EVENTS,
                (name, limit) -> ExtensionFolders.read(folder, name, limit, desk.common(), desk.now()));
        return round.run(folder.names()).compose(result -> {
            tell(folder, result);
            return result.finished() ? sweep(folder.box(), began) : Future.succeededFuture();
        });
    }

    private CollectionRound round(DropBox box, int limit, CollectionRound.Reader reader) {
        return new CollectionRound(box, limit, reader, outbox, offload, timers, () -> stopped);
    }

    private Future<Void> sweep(DropBox box, Instant before) {
        Instant now = desk.now().time();
        return offload.run(() -> box.sweep(before, now, MOST_REMOVED)).mapEmpty();
    }

    private void tell(ExtensionFolders.Folder folder, CollectionRound.Result result) {
        if (result.events() > 0) {
            added.run();
        }
        if (result.full()) {
            warn("Reached max count for the extension: " + folder.handler() + "; Max Limit: " + MOST_EVENTS
                    + ". Skipping the rest.");
        }
        if (!result.refused().isEmpty()) {
            warn("Dropped events for Extension: " + folder.handler() + "; Details:\n\t"
                    + result.refused().entrySet().stream()
                            .map(each -> "Reason: " + each.getKey() + "; Dropped Count: " + each.getValue())
                            .sorted()
                            .collect(Collectors.joining("\n\t")));
        }
    }

    private void warn(String message) {
        LOG.warn("{}", message);
        desk.tell(AgentEvent.warning(Operation.EXTENSION_TELEMETRY_EVENT_PROCESSING, message));
    }

    Future<Void> collectLegacy() {
        Instant now = desk.now().time();
        return offload.run(legacy::names)
                .compose(names -> level.get().takesEverything()
                        ? round(
                                        legacy.box(),
                                        MOST_LEGACY_EVENTS,
                                        (name, limit) -> legacy.read(name, desk.common(), desk.now()))
                                .run(names)
                                .map(Optional::of)
                        : remove(names).map(Optional.<CollectionRound.Result>empty()))
                .compose(result -> {
                    result.ifPresent(this::tellLegacy);
                    return sweep(legacy.box(), now.minus(LegacyFolder.LONGEST_STAY));
                });
    }

    private Future<Integer> remove(List<String> names) {
        return offload.run(() -> {
            for (String name : names) {
                legacy.box().remove(name);
            }
            return names.size();
        });
    }

    private void tellLegacy(CollectionRound.Result result) {
        if (result.events() > 0) {
            added.run();
        }
        Map<String, Integer> refused = result.refused();
        if (!refused.isEmpty()) {
            int count = refused.values().stream().mapToInt(Integer::intValue).sum();
            String reasons =
                    refused.keySet().stream().sorted().limit(TOLD_REASONS).collect(Collectors.joining(", "));
            LOG.warn("Event files that cannot be read were removed; files={} reasons={}", count, reasons);
            desk.tell(AgentEvent.failed(
                    Operation.COLLECT_EVENT_ERRORS,
                    "DroppedEventsCount: " + count + "\nReasons (first " + TOLD_REASONS + " errors): " + reasons));
        }
    }
}
