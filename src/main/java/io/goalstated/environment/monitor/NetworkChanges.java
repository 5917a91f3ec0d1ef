package io.goalstated.environment.monitor;

import io.goalstated.environment.network.NetworkPicture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Tells the log how the network is set up, once; and, where the owner wants it, of every interface and route that comes or goes
 * (spec 03 §16, {@code Monitor.NetworkConfigurationChanges}). For whoever reads the log of a VM that has lost its network.
 */
public final class NetworkChanges implements Watch {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final NetworkPicture network;
    private final BooleanSupplier changesToo;
    private volatile Optional<List<String>> told = Optional.empty();

    /** @param changesToo whether the owner wants to hear of changes; asked each time */
    public NetworkChanges(NetworkPicture network, BooleanSupplier changesToo) {
        this.network = network;
        this.changesToo = changesToo;
    }

    @Override
    public String name() {
        return "network configuration";
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public boolean isWanted() {
        return told.isEmpty() || changesToo.getAsBoolean();
    }

    @Override
    public Report look() throws IOException {
        List<String> now = network.lines();
        Optional<List<String>> before = told;
        told = Optional.of(now);
        return before.map(known -> new Report(changes(known, now), List.of()))
                .orElseGet(() -> Report.done(String.join("; ", now)));
    }

    private static List<String> changes(List<String> before, List<String> now) {
        List<String> changes = new ArrayList<>();
        before.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("no longer " + line));
        now.stream().filter(line -> !before.contains(line)).forEach(line -> changes.add("now " + line));
        return changes;
    }
}
