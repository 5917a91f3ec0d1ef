package io.goalstated.environment.monitor;

import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Holds the agent to its processor quota, from when it is ready, and only as long as nobody else is in its control group:
 * what a quota of the agent's has slowed down once were the owner's programs (spec 04 §6.4, OPS-90). The quota is a
 * property of the unit, until the machine boots again; an owner's drop-in wins.
 */
public final class AgentQuota implements Watch {
    private static final List<String> LIFTED = List.of("CPUQuota=");

    private final ServiceUnit own;
    private final Units units;
    private final Supplier<Integer> percent;
    private final BooleanSupplier liftedForStrangers;
    private final Supplier<Duration> period;
    private Optional<List<String>> inForce = Optional.empty();

    /**
     * @param percent of one processor
     * @param liftedForStrangers whether the quota gives way when somebody else is in the group
     */
    public AgentQuota(
            ServiceUnit own,
            Units units,
            Supplier<Integer> percent,
            BooleanSupplier liftedForStrangers,
            Supplier<Duration> period) {
        this.own = own;
        this.units = units;
        this.percent = percent;
        this.liftedForStrangers = liftedForStrangers;
        this.period = period;
    }

    @Override
    public String name() {
        return "the agent's processor quota";
    }

    @Override
    public Duration period() {
        return period.get();
    }

    @Override
    public boolean isWanted() {
        return units.areThere();
    }

    /** For the next start of the agent, which is not to be slowed down before it is ready. Blocks. */
    public boolean lift() throws IOException {
        Optional<String> unit =
                inForce.filter(properties -> !properties.equals(LIFTED)).isPresent() ? own.name() : Optional.empty();
        inForce = Optional.empty();
        return unit.isPresent() && units.set(unit.get(), LIFTED).isEmpty();
    }

    @Override
    public Report look() throws IOException {
        Optional<String> unit = own.name();
        if (unit.isEmpty()) {
            return Report.NOTHING;
        }
        List<String> strangers = liftedForStrangers.getAsBoolean() ? own.strangers() : List.of();
        List<String> wanted =
                strangers.isEmpty() ? List.of("CPUAccounting=yes", "CPUQuota=" + percent.get() + "%") : LIFTED;
        Optional<String> refused =
                inForce.filter(wanted::equals).isPresent() ? Optional.empty() : units.set(unit.get(), wanted);
        inForce = refused.isEmpty() ? Optional.of(wanted) : Optional.empty();
        if (refused.isPresent()) {
            return new Report(List.of(), List.of("it is not in force: " + refused.get()));
        }
        return strangers.isEmpty()
                ? Report.NOTHING
                : new Report(
                        List.of(),
                        List.of("it is lifted, since the agent's control group holds " + String.join(", ", strangers)));
    }
}
