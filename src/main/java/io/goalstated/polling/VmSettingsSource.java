package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.goalstate.Ticks;
import io.goalstated.goalstate.VmSettings;
import io.goalstated.platform.Timers;
import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.VmSettingsAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Fast Track channel as one host offers it, or does not (spec 01 §6.5): keeps the latest document with its ETag, and
 * leaves a host without the API alone for six hours.
 */
final class VmSettingsSource {
    private static final Logger LOG = LoggerFactory.getLogger(VmSettingsSource.class);
    private static final Duration PROBE_AGAIN = Duration.ofHours(6);
    /** One stray 404 of a host that used to answer must not cost six hours of changes; twice that each time it repeats. */
    private static final Duration PROBE_SOON = Duration.ofSeconds(10);

    private final HostPlugin hostPlugin;
    private final FastTrackMemory memory;
    private final Timers timers;
    private final History history;
    private final VmSettingsAccount account;
    private final boolean enabled;
    private boolean supported;
    private Duration pause = PROBE_AGAIN;
    private Optional<Long> probed = Optional.empty();
    private Optional<Long> asked = Optional.empty();
    private Optional<Document> latest = Optional.empty();

    /** @param text for the history; a secret */
    record Document(VmSettings settings, String text) {
        @Override
        public String toString() {
            return settings.etag();
        }
    }

    /** What one look showed. */
    sealed interface Look {
        /** The latest document, whether or not it is a new one. */
        record Seen(Document document) implements Look {}

        record NotSupported() implements Look {}

        /** It used to be supported, and the changes up to that point are in force. */
        record SupportStopped(Ticks lastFastTrack) implements Look {}

        record Failed(String reason) implements Look {}
    }

    VmSettingsSource(
            HostPlugin hostPlugin,
            FastTrackMemory memory,
            Timers timers,
            History history,
            VmSettingsAccount account,
            boolean enabled) {
        this.hostPlugin = hostPlugin;
        this.memory = memory;
        this.timers = timers;
        this.history = history;
        this.account = account;
        this.enabled = enabled;
    }

    /** Whether the host answered such a request lately, or did so before the agent was started. */
    boolean isSupported() {
        return enabled && (supported || (probed.isEmpty() && memory.remembered().isPresent()));
    }

    /** Whether a look would ask the host at all. */
    boolean isDue() {
        return enabled && (supported || probed.isEmpty() || timers.nanoTime() - probed.get() >= pause.toNanos());
    }

    /** When the host was last asked, in nanoseconds of the timers. */
    Optional<Long> asked() {
        return asked;
    }

    /** @param force regardless of what is known already */
    Future<Look> look(boolean force) {
        if (!isDue()) {
            return Future.succeededFuture(new Look.NotSupported());
        }
        asked = Optional.of(timers.nanoTime());
        account.asked();
        Optional<String> etag = force
                ? Optional.empty()
                : latest.map(document -> document.settings().etag());
        return hostPlugin
                .vmSettings(etag)
                .compose(answer -> answer.match(
                        () -> Future.<Look>succeededFuture(new Look.Seen(latest.orElseThrow())),
                        this::read,
                        this::unsupported,
                        this::failed));
    }

    private Future<Look> read(VmSettingsAnswer.Fresh answer) {
        VmSettings settings;
        try {
            settings = VmSettings.parse(answer.etag(), answer.text());
        } catch (MalformedGoalState e) {
            history.keepUnreadable(answer.etag(), answer.text());
            return Future.succeededFuture(new Look.Failed(e.getMessage()));
        }
        if (!settings.supportsFastTrack()) {
            return unsupported();
        }
        supported = true;
        probed = Optional.of(timers.nanoTime());
        Document document = new Document(settings, answer.text());
        latest = Optional.of(document);
        if (settings.goalState().source() == Source.FAST_TRACK) {
            memory.remember(settings.goalState().createdOn());
        } else if (settings.goalState().source() == Source.FABRIC) {
            memory.forget();
        }
        return Future.succeededFuture(new Look.Seen(document));
    }

    /** Done once the disk knows what the looks have brought and a later start has to know. */
    Future<Void> noted() {
        return memory.written();
    }

    private Future<Look> failed(VmSettingsAnswer.Failed failure) {
        account.failed(failure.trouble(), failure.reason());
        return Future.succeededFuture(new Look.Failed(failure.reason()));
    }

    private Future<Look> unsupported() {
        boolean stopped = isSupported();
        pause = stopped ? PROBE_SOON : longer(pause);
        supported = false;
        probed = Optional.of(timers.nanoTime());
        latest = Optional.empty();
        if (!stopped) {
            return Future.succeededFuture(new Look.NotSupported());
        }
        LOG.warn("The host does not offer vmSettings any more");
        return Future.succeededFuture(
                new Look.SupportStopped(memory.remembered().orElse(Ticks.MINIMUM)));
    }

    private static Duration longer(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(PROBE_AGAIN) < 0 ? doubled : PROBE_AGAIN;
    }
}
