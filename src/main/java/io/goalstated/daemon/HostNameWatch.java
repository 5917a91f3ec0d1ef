package io.goalstated.daemon;

import io.goalstated.environment.monitor.Watch;
import io.goalstated.event.Operation;
import io.goalstated.provision.HostNameKeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Has the machine's name looked at like the rest of what surrounds the agent. */
final class HostNameWatch implements Watch {
    private final HostNameKeeper keeper;
    private final BooleanSupplier wanted;
    private final Supplier<Duration> period;

    HostNameWatch(HostNameKeeper keeper, BooleanSupplier wanted, Supplier<Duration> period) {
        this.keeper = keeper;
        this.wanted = wanted;
        this.period = period;
    }

    @Override
    public String name() {
        return "host name";
    }

    @Override
    public Optional<Operation> failing() {
        return Optional.of(Operation.HOSTNAME_PUBLISHING);
    }

    @Override
    public Duration period() {
        return keeper.soon().orElseGet(period);
    }

    @Override
    public boolean isWanted() {
        return wanted.getAsBoolean();
    }

    @Override
    public Report look() throws IOException {
        HostNameKeeper.Findings findings = keeper.look();
        return new Report(findings.done(), findings.problems());
    }
}
