package io.goalstated.environment.firewall;

import io.goalstated.environment.firewall.Mechanism.Looked;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the rules in force by one mechanism, at run time and at boot (OPS-93): iptables where firewalld runs, which would remove
 * what it does not know of; else nft; else iptables. All methods block; one at a time.
 */
public final class Firewall {
    static final String NO_TOOL = "no known command-line tools are available: install nftables or iptables";

    private final Tools tools;
    private final Firewalld firewalld;
    private final BootProtection boot;
    private final FormerUnits formerUnits;
    private Optional<Choice> choice = Optional.empty();

    /** @param library where WALinuxAgent left its script for the boot */
    public Firewall(Tools tools, Disk disk, SystemRoot root, Path library) {
        this.tools = tools;
        this.firewalld = new Firewalld(tools);
        this.boot = new BootProtection(disk, root);
        this.formerUnits = new FormerUnits(tools, disk, root, library);
    }

    /**
     * What a call has found and done.
     *
     * @param mechanism that holds the rules; empty when there is none
     * @param isInForce whether the rules hold now
     * @param done what was changed, for people
     * @param problems what is wrong still, for people
     */
    public record Result(Optional<String> mechanism, boolean isInForce, List<String> done, List<String> problems) {
        public Result {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }

    /** Looks, and puts right what is not right. At the first time it also takes over from WALinuxAgent. */
    public Result protect(FirewallRules rules) {
        boolean first = choice.isEmpty();
        if (first) {
            choice = choose();
        }
        if (choice.isEmpty()) {
            return new Result(Optional.empty(), false, List.of(), List.of(NO_TOOL));
        }
        Choice chosen = choice.get();
        List<String> done = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        boolean inForce = hold(chosen.mechanism(), rules, done, problems);
        if (!inForce) {
            // Perhaps a tool was removed: the next look begins from the beginning.
            choice = Optional.empty();
        } else if (first || !done.isEmpty()) {
            survive(chosen, rules, done, problems);
        }
        return new Result(Optional.of(chosen.mechanism().name()), inForce, done, problems);
    }

    /** Looks and changes nothing: what {@link #protect} would find. */
    public Result examine(FirewallRules rules) {
        Optional<Choice> chosen = choose();
        if (chosen.isEmpty()) {
            return new Result(Optional.empty(), false, List.of(), List.of(NO_TOOL));
        }
        List<String> problems = new ArrayList<>();
        Looked looked = chosen.get().mechanism().look(rules);
        looked.problem().ifPresent(problems::add);
        looked.finding().filter(finding -> !finding.isRight()).ifPresent(finding -> problems.add(finding.detail()));
        for (Mechanism other : chosen.get().others()) {
            if (other.look(rules).isRight()) {
                problems.add("the same rules are in " + other.name() + " too");
            }
        }
        choice = chosen;
        return new Result(Optional.of(chosen.get().mechanism().name()), looked.isRight(), List.of(), problems);
    }

    private static boolean hold(Mechanism mechanism, FirewallRules rules, List<String> done, List<String> problems) {
        Looked before = mechanism.look(rules);
        if (before.isRight()) {
            return true;
        }
        if (before.problem().isPresent()) {
            problems.add(before.problem().get());
            return false;
        }
        Optional<String> failure = mechanism.establish(rules, before);
        Looked after = mechanism.look(rules);
        if (failure.isEmpty() && after.isRight()) {
            done.add((before.isAbsent() ? "set up with " : "put right with ")
                    + mechanism.name()
                    + before.finding().map(found -> ": " + found.detail()).orElse(""));
            return true;
        }
        problems.add(failure.or(after::problem)
                .or(() -> after.finding().map(Finding::detail))
                .orElse("unknown"));
        return false;
    }

    /** The rules hold: now nothing else may hold them, and they must come back after a boot. */
    private void survive(Choice chosen, FirewallRules rules, List<String> done, List<String> problems) {
        removeOther(chosen, rules, done, problems);
        try {
            if (chosen.underFirewalld()) {
                firewalld.establish(rules).ifPresent(problems::add);
                boot.withdraw();
            } else {
                boot.establish(rules, chosen.mechanism().name());
            }
            formerUnits.remove().forEach(unit -> done.add("removed " + unit));
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** Only what holds exactly our texts: somebody else's rules are somebody else's (OPS-94, OPS-96). */
    private void removeOther(Choice chosen, FirewallRules rules, List<String> done, List<String> problems) {
        for (Mechanism other : chosen.others()) {
            Looked looked = other.look(rules);
            boolean isOurs =
                    other instanceof Nft ? looked.isRight() : looked.finding().isPresent() && !looked.isAbsent();
            if (isOurs) {
                Optional<String> failure = other.remove(rules, looked);
                failure.ifPresentOrElse(problems::add, () -> done.add("removed the same rules from " + other.name()));
            }
        }
    }

    /** Takes away every rule of ours, wherever it is, and makes the boot protection idle. What could not be done. */
    public List<String> remove(FirewallRules rules) {
        List<String> problems = new ArrayList<>();
        for (Mechanism mechanism : available()) {
            Looked looked = mechanism.look(rules);
            if (!looked.isAbsent()) {
                looked.problem().or(() -> mechanism.remove(rules, looked)).ifPresent(problems::add);
            }
        }
        if (firewalld.isRunning()) {
            firewalld.remove(rules).ifPresent(problems::add);
        }
        withdrawFromBoot().ifPresent(problems::add);
        choice = Optional.empty();
        return problems;
    }

    /** {@code OS.EnableFirewall=n}: rules stay as they are, but are not set again at boot (OPS-96). */
    public Optional<String> withdrawFromBoot() {
        try {
            boot.withdraw();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the package's unit for the boot is there. */
    public boolean survivesBoot() {
        return choice.filter(Choice::underFirewalld).isPresent() || boot.isInstalled();
    }

    private List<Mechanism> available() {
        List<Mechanism> mechanisms = new ArrayList<>();
        Nft nft = new Nft(tools);
        if (nft.works()) {
            mechanisms.add(nft);
        }
        Iptables.find(tools).ifPresent(mechanisms::add);
        return mechanisms;
    }

    private Optional<Choice> choose() {
        return Choice.of(available(), firewalld.isRunning());
    }

    /**
     * The mechanism in use.
     *
     * @param others those that could hold the same rules and must not
     */
    record Choice(Mechanism mechanism, List<Mechanism> others, boolean underFirewalld) {
        /** @param available nft before iptables */
        static Optional<Choice> of(List<Mechanism> available, boolean firewalldRuns) {
            Optional<Mechanism> iptables =
                    available.stream().filter(Iptables.class::isInstance).findFirst();
            boolean underFirewalld = firewalldRuns && iptables.isPresent();
            Optional<Mechanism> chosen =
                    underFirewalld ? iptables : available.stream().findFirst();
            return chosen.map(mechanism -> new Choice(
                    mechanism,
                    available.stream().filter(other -> other != mechanism).toList(),
                    underFirewalld));
        }
    }
}
