package io.goalstated.environment.usage;

import io.goalstated.platform.ControlGroups;
import io.goalstated.platform.GroupCount;
import io.goalstated.platform.Offload;
import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.SystemMemory;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures once soon after the start, then at its period: a few small files a group. On the event loop. */
public final class UsageMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    /** The start has better things to do. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private final Timers timers;
    private final Offload offload;
    private final InhabitedGroups groups;
    private final SystemMemory.Source memory;
    private final Supplier<Duration> period;
    private final Supplier<List<String>> services;
    private final Consumer<Measurement> audience;
    private Map<String, GroupCount> before = Map.of();
    private long beforeNanos;
    private Optional<Timers.Timer> next = Optional.empty();
    private boolean stopped;

    private record Readings(List<Reading> groups, Optional<SystemMemory> memory) {}

    /**
     * @param period asked anew each time, since the owner may change it
     * @param services units of extensions' services, likewise
     * @param audience told on the loop
     */
    public UsageMeter(
            SystemRoot root,
            ServiceUnit own,
            Timers timers,
            Offload offload,
            Supplier<Duration> period,
            Supplier<List<String>> services,
            Consumer<Measurement> audience) {
        this.timers = timers;
        this.offload = offload;
        this.groups = new InhabitedGroups(own, new ControlGroups(root));
        this.memory = new SystemMemory.Source(root);
        this.period = period;
        this.services = services;
        this.audience = audience;
    }

    public void start() {
        later(FIRST);
    }

    public void stop() {
        stopped = true;
        next.ifPresent(Timers.Timer::cancel);
    }

    /** The owner wants another period: it is counted from now on, with a measurement at once. */
    public void measureAgain() {
        if (next.isPresent() && !stopped) {
            next.get().cancel();
            measure();
        }
    }

    private void later(Duration time) {
        if (!stopped) {
            next = Optional.of(timers.after(time, this::measure));
        }
    }

    private void measure() {
        next = Optional.empty();
        List<String> wanted = services.get();
        offload.run(() -> read(wanted))
                .onSuccess(this::tell)
                .onFailure(e -> LOG.debug("nothing could be measured: {}", e.getMessage()))
                .onComplete(over -> later(period.get()));
    }

    private Readings read(List<String> wanted) throws IOException {
        return new Readings(groups.read(wanted), memory.read());
    }

    private void tell(Readings readings) {
        if (stopped) {
            return;
        }
        long now = timers.nanoTime();
        Duration time = Duration.ofNanos(now - beforeNanos);
        List<Usage> usages = readings.groups().stream()
                .map(reading -> Usage.between(Optional.ofNullable(before.get(reading.unit())), reading, time))
                .toList();
        Map<String, GroupCount> counts = new HashMap<>();
        readings.groups().forEach(reading -> counts.put(reading.unit(), reading.count()));
        before = counts;
        beforeNanos = now;
        audience.accept(new Measurement(usages, readings.memory()));
    }
}
