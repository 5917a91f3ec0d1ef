package io.goalstated.environment.monitor;

import io.goalstated.environment.firewall.Firewall;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.event.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds the firewall rules in force (spec 03 §12, OPS-95); with {@code OS.EnableFirewall=n} it only sees to the next boot. */
public final class FirewallWatch implements Watch {
    private final Firewall firewall;
    private final Supplier<Optional<FirewallRules>> rules;
    private final Supplier<Duration> period;
    private boolean withdrawn;
    private boolean toldOfBoot;

    /** @param rules empty: switched off */
    public FirewallWatch(Firewall firewall, Supplier<Optional<FirewallRules>> rules, Supplier<Duration> period) {
        this.firewall = firewall;
        this.rules = rules;
        this.period = period;
    }

    @Override
    public String name() {
        return "firewall of the wireserver";
    }

    @Override
    public Optional<Operation> failing() {
        return Optional.of(Operation.FIREWALL);
    }

    @Override
    public Duration period() {
        return period.get();
    }

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public Report look() {
        Optional<FirewallRules> wanted = rules.get();
        if (wanted.isEmpty()) {
            return withdraw();
        }
        withdrawn = false;
        Firewall.Result result = firewall.protect(wanted.get());
        List<String> done = new ArrayList<>(result.done());
        if (result.isInForce() && !toldOfBoot && !firewall.survivesBoot()) {
            toldOfBoot = true;
            done.add("without goalstated-network-setup.service the rules come only with the agent after a boot");
        }
        return new Report(done, result.problems());
    }

    /** Rules that are there stay, as WALinuxAgent leaves them (OPS-96). */
    private Report withdraw() {
        if (withdrawn) {
            return Report.NOTHING;
        }
        withdrawn = true;
        return new Report(List.of(), firewall.withdrawFromBoot().map(List::of).orElse(List.of()));
    }
}
