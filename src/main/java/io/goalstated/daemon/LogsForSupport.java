package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.event.Events;
import io.goalstated.support.Choices;
import io.goalstated.support.CollectedPlaces;
import io.goalstated.support.LogCollection;
import io.goalstated.support.Shell;
import io.goalstated.wire.HostPlugin;
import java.time.Duration;

/** What the collection of logs is made of; nothing of it is there before the first goal state, so that no start waits for it. */
final class LogsForSupport {
    private LogsForSupport() {}

    /** @param began when the agent did, by the clock of its timers */
    static LogCollection collect(Assembly parts, Setup setup, HostPlugin host, Events events, long began) {
        LogCollection collection = new LogCollection(
                new Shell(parts.timers, parts.clock, parts.offload, parts.disk, setup.root()),
                CollectedPlaces.of(setup.configuration()),
                archive -> host.putLog(archive, setup.version().reported()),
                events,
                choices(setup));
        Duration left = setup.configuration().get(AgentKeys.COLLECT_DELAY).minusNanos(parts.timers.nanoTime() - began);
        collection.start(left.isNegative() ? Duration.ZERO : left);
        return collection;
    }

    /** The owner's at each moment. */
    static Choices choices(Setup setup) {
        return new Choices(
                () -> setup.configuration().get(AgentKeys.COLLECT_LOGS),
                () -> setup.configuration().get(AgentKeys.COLLECT_PERIOD));
    }
}
