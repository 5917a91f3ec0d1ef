package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.Usage;
import io.goalstated.environment.usage.UsageMetrics;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.event.Operation;
import io.goalstated.extension.HandlerSlice;
import io.goalstated.platform.Timers;
import io.goalstated.supervise.SupervisionView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a measurement: the platform is told, the latest is kept for whoever asks, and an agent that has outgrown
 * its memory ends where its owner wants that (spec 04 §3.2). On the event loop.
 */
final class ResourceUse {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceUse.class);
    /** A JVM is not held to what WALinuxAgent's file names for a Python process (OPS-69). */
    private static final long LEAST_QUOTA = 128L << 20;

    private final Setup setup;
    private final Timers timers;
    private final Events events;
    private final Work work;
    private final Consumer<String> outgrown;
    private final UsageMetrics metrics = new UsageMetrics(this::handler);
    private Measurement latest = Measurement.NONE;

    /** What the agent is at. */
    interface Work {
        SupervisionView view();

        boolean isBusy();
    }

    /** @param outgrown told why the agent is to end and to be started again */
    ResourceUse(Setup setup, Timers timers, Events events, Work work, Consumer<String> outgrown) {
        this.setup = setup;
        this.timers = timers;
        this.events = events;
        this.work = work;
        this.outgrown = outgrown;
    }

    void measured(Measurement measurement) {
        latest = measurement;
        List<Metric> told = metrics.of(measurement, timers.nanoTime());
        told.forEach(events::measured);
        if (setup.configuration().get(AgentKeys.CGROUP_LOG_METRICS)) {
            told.forEach(metric -> LOG.info(
                    "measured: {} {}={} of={}",
                    metric.category(),
                    metric.counter(),
                    metric.value(),
                    metric.instance()));
        }
        tooMuch().ifPresent(reason -> {
            LOG.error("{}", reason);
            events.tell(AgentEvent.failed(Operation.AGENT_MEMORY, reason));
            outgrown.accept(reason);
        });
    }

    /** Nothing before the first measurement, and where there is nothing to measure. */
    Measurement latest() {
        return latest;
    }

    private String handler(String slice) {
        return work.view().handlers().stream()
                .filter(handler -> new HandlerSlice(handler.name()).unit().equals(slice))
                .map(handler -> handler.name() + "-" + handler.version())
                .findFirst()
                .orElse(slice);
    }

    /** Not while anything is under way: what holds memory then may let it go. */
    private Optional<String> tooMuch() {
        if (!setup.configuration().get(AgentKeys.MEMORY_CHECK) || work.isBusy()) {
            return Optional.empty();
        }
        long quota = Math.max(LEAST_QUOTA, setup.configuration().get(AgentKeys.MEMORY_QUOTA));
        return latest.usages().stream()
                .filter(usage -> usage.owner() == Usage.Owner.AGENT)
                .map(usage -> usage.now().anonymous().orElse(0))
                .filter(bytes -> bytes > quota)
                .map(bytes -> "The agent uses " + bytes + " bytes of memory, more than the " + quota
                        + " of Debug.AgentMemoryQuota: it ends, to be started again")
                .findFirst();
    }
}
