package io.goalstated.polling;

import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.platform.Timers;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import java.util.Optional;

/** The two channels, asked one question at a time; remembers what was seen there last, and when it was asked for. */
final class Channels {
    private final WireServer wireServer;
    private final VmSettingsSource vmSettings;
    private final Timers timers;
    private Sighting sighting = Sighting.NONE;
    private Optional<Long> goalStateAsked = Optional.empty();

    Channels(WireServer wireServer, VmSettingsSource vmSettings, Timers timers) {
        this.wireServer = wireServer;
        this.vmSettings = vmSettings;
        this.timers = timers;
    }

    Future<GoalStateDocument> goalState() {
        goalStateAsked = Optional.of(timers.nanoTime());
        return wireServer
                .goalState()
                .onSuccess(document -> sighting =
                        sighting.withIncarnation(document.incarnation().value()));
    }

    /** @param force regardless of what is known already */
    Future<VmSettingsSource.Look> vmSettings(boolean force) {
        return vmSettings.look(force).onSuccess(look -> {
            if (look instanceof VmSettingsSource.Look.Seen seen) {
                sighting = sighting.withEtag(seen.document().settings().etag());
            }
        });
    }

    /** Done once the disk knows what the looks have brought and a later start has to know. */
    Future<Void> noted() {
        return vmSettings.noted();
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

    /** Whether the host answers the question for vmSettings, as far as is known. */
    boolean hintsAnswered() {
        return vmSettings.isSupported();
    }
}
