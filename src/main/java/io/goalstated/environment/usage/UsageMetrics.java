package io.goalstated.environment.usage;

import io.goalstated.event.Metric;
import io.goalstated.platform.GroupCount;
import io.goalstated.platform.SystemMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A measurement in the platform's words (spec 04 §6.5): some each time, some once an hour. On the event loop. */
public final class UsageMetrics {
    private static final String CPU = "CPU";
    private static final String MEMORY = "Memory";
    /** Whatever the unit is called: the platform knows this name. */
    private static final String AGENT = "walinuxagent.service";

    private static final Duration HOUR = Duration.ofHours(1);

    private final UnaryOperator<String> handlers;
    private Optional<Long> toldNanos = Optional.empty();

    /** @param handlers the full name of the handler that a slice belongs to */
    public UsageMetrics(UnaryOperator<String> handlers) {
        this.handlers = handlers;
    }

    /** @param nanoTime of the measurement, on a clock that never goes back */
    public List<Metric> of(Measurement measurement, long nanoTime) {
        boolean hourly =
                toldNanos.filter(told -> nanoTime - told < HOUR.toNanos()).isEmpty();
        if (hourly) {
            toldNanos = Optional.of(nanoTime);
        }
        List<Metric> metrics = new ArrayList<>();
        measurement.usages().forEach(usage -> add(metrics, usage, hourly));
        if (hourly) {
            measurement.machine().ifPresent(machine -> add(metrics, machine));
        }
        return metrics;
    }

    private void add(List<Metric> metrics, Usage usage, boolean hourly) {
        String instance = instance(usage);
        GroupCount now = usage.now();
        usage.processorPercent()
                .ifPresent(percent -> metrics.add(new Metric(CPU, "% Processor Time", instance, percent)));
        usage.throttled()
                .ifPresent(time -> metrics.add(new Metric(CPU, "Throttled Time (s)", instance, time.toNanos() / 1e9)));
        if (now.anonymous().isPresent() && now.cache().isPresent()) {
            double total = (double) now.anonymous().getAsLong() + now.cache().getAsLong();
            metrics.add(new Metric(MEMORY, "Total Memory Usage (B)", instance, total));
        }
        add(metrics, "Anon Memory Usage (B)", instance, now.anonymous());
        add(metrics, "Cache Memory Usage (B)", instance, now.cache());
        add(metrics, "Total Memory Throttled Events", instance, now.pressed());
        if (hourly) {
            add(metrics, "Max Memory Usage (B)", instance, now.peak());
            add(metrics, "Swap Memory Usage (B)", instance, now.swap());
        }
    }

    private String instance(Usage usage) {
        return switch (usage.owner()) {
            case AGENT -> AGENT;
            case EXTENSION -> handlers.apply(usage.name());
            case SERVICE -> usage.name();
        };
    }

    private static void add(List<Metric> metrics, String counter, String instance, OptionalLong value) {
        value.ifPresent(number -> metrics.add(new Metric(MEMORY, counter, instance, number)));
    }

    private static void add(List<Metric> metrics, SystemMemory machine) {
        metrics.add(new Metric(MEMORY, "Used Memory (MB)", "", machine.usedMegabytes()));
        metrics.add(new Metric(MEMORY, "Available Memory (MB)", "", machine.availableMegabytes()));
    }
}
