package io.goalstated.environment.monitor;

import io.goalstated.event.Operation;
import io.goalstated.platform.ControlGroups;
import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Holds the agent to its processor quota, from when it is ready, and only as long as nobody else is in its control group:
 * what a quota of the agent's has slowed down once were the owner's programs (spec 04 §6.4, OPS-90). One that holds the
 * agent up for too long gives way too, until the agent starts again or the owner names another. The quota is a property of
 * the unit, until the machine boots again; an owner's drop-in wins.
 */
public final class AgentQuota implements Watch {
    private static final List<String> LIFTED = List.of("CPUQuota=");

    private final ServiceUnit own;
    private final ControlGroups groups;
    private final Units units;
    private final Rules rules;
    private final Supplier<Duration> period;
    private Optional<List<String>> inForce = Optional.empty();
    private Optional<Duration> heldUp = Optional.empty();
    private OptionalInt tooLow = OptionalInt.empty();

    /** What the owner has configured; asked at each look. */
    public interface Rules {
        /** The quota, in percent of one processor. */
        int percent();

        /** Whether it gives way when somebody else is in the group. */
        boolean givesWayToStrangers();

        /** Whether it gives way when it holds the agent up for longer than {@link #bearable}. */
        boolean givesWayToTheAgent();

        /** Between two looks. */
        Duration bearable();
    }

    public AgentQuota(ServiceUnit own, ControlGroups groups, Units units, Rules rules, Supplier<Duration> period) {
        this.own = own;
        this.groups = groups;
        this.units = units;
        this.rules = rules;
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
    public Optional<Operation> failing() {
        return Optional.of(Operation.CGROUPS_DISABLED);
    }

    @Override
    public Report look() throws IOException {
        Optional<String> unit = own.name();
        if (unit.isEmpty()) {
            return Report.NOTHING;
        }
        List<String> strangers = rules.givesWayToStrangers() ? own.strangers() : List.of();
        boolean slow = isHoldingUp();
        if (slow && rules.givesWayToTheAgent()) {
            tooLow = OptionalInt.of(rules.percent());
        }
        boolean low = tooLow.equals(OptionalInt.of(rules.percent()));
        return put(unit.get(), strangers.isEmpty() && !low)
                .map(refused -> new Report(List.of(), List.of("it is not in force: " + refused)))
                .orElse(new Report(List.of(), problems(strangers, low, slow)));
    }

    /** Whether the agent has been waiting for too long since the look before. */
    private boolean isHoldingUp() throws IOException {
        Optional<Duration> before = heldUp;
        heldUp = own.group().flatMap(group -> groups.count(group).throttled());
        return before.isPresent()
                && heldUp.isPresent()
                && heldUp.get().minus(before.get()).compareTo(rules.bearable()) > 0;
    }

    /** What systemd has against it. */
    private Optional<String> put(String unit, boolean limited) {
        List<String> wanted = limited ? List.of("CPUAccounting=yes", "CPUQuota=" + rules.percent() + "%") : LIFTED;
        Optional<String> refused =
                inForce.filter(wanted::equals).isPresent() ? Optional.empty() : units.set(unit, wanted);
        inForce = refused.isEmpty() ? Optional.of(wanted) : Optional.empty();
        return refused;
    }

    private List<String> problems(List<String> strangers, boolean low, boolean slow) {
        List<String> problems = new ArrayList<>();
        if (!strangers.isEmpty()) {
            problems.add("it is lifted, since the agent's control group holds " + String.join(", ", strangers));
        }
        String time = "for more than " + rules.bearable().toSeconds() + " s between two looks";
        if (low) {
            problems.add("it is lifted until the agent starts again or Debug.AgentCpuQuota changes, since "
                    + rules.percent() + "% of one processor have held the agent up " + time);
        } else if (slow) {
            problems.add("it has held the agent up " + time + "; Debug.AgentCpuQuota allows it more");
        }
        return problems;
    }
}
