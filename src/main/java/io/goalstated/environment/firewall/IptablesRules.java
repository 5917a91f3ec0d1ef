package io.goalstated.environment.firewall;

import io.goalstated.environment.network.Ipv4;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules as iptables knows them, table {@code security}, chain {@code OUTPUT}: for each address let port 53 pass, let the
 * users pass, drop every other new connection, in this order (spec 03 §12.2). The texts are WALinuxAgent's, so that each agent
 * knows the other's rules for its own.
 */
final class IptablesRules {
    private static final String APPEND = "-A OUTPUT ";

    private final List<IptablesRule> wanted;
    private final Set<IptablesRule> former;

    IptablesRules(FirewallRules rules) {
        List<IptablesRule> all = new ArrayList<>();
        Set<IptablesRule> old = new HashSet<>();
        for (Ipv4 address : rules.addresses()) {
            all.add(IptablesRule.dns(address));
            for (long user : rules.users()) {
                all.add(IptablesRule.user(address, user));
            }
            all.add(IptablesRule.drop(address));
            old.add(IptablesRule.formerAccept(address));
        }
        this.wanted = List.copyOf(all);
        this.former = Set.copyOf(old);
    }

    List<IptablesRule> wanted() {
        return wanted;
    }

    /**
     * Compares with what {@code iptables -t security -S OUTPUT} printed. Rules of others may stand anywhere between ours:
     * they are no business of ours.
     */
    Finding check(String listing) {
        List<IptablesRule> present = ours(listing);
        if (present.equals(wanted)) {
            return Finding.RIGHT;
        }
        if (present.isEmpty()) {
            return Finding.absent("no rule is there");
        }
        List<String> missing = new ArrayList<>();
        for (IptablesRule rule : wanted) {
            if (!present.contains(rule)) {
                missing.add(rule.text());
            }
        }
        if (!missing.isEmpty()) {
            return Finding.wrong("missing: " + String.join("; ", missing));
        }
        return Finding.wrong(
                present.size() > wanted.size() ? "a rule is there twice, or a former one" : "the order is wrong");
    }

    /**
     * The input of {@code iptables-restore --noflush} that takes away what is there of ours and appends all that is wanted, in
     * one step: there is no moment without protection, and none in which root is kept out (OPS-94).
     */
    String repair(String listing) {
        List<String> lines = deletions(listing);
        for (IptablesRule rule : wanted) {
            lines.add("-A OUTPUT " + rule.text());
        }
        return transaction(lines);
    }

    /** The input that takes away what is there of ours, and nothing else. */
    String removal(String listing) {
        return transaction(deletions(listing));
    }

    /** Whether anything of ours is there. */
    boolean anyIn(String listing) {
        return !ours(listing).isEmpty();
    }

    private List<String> deletions(String listing) {
        List<String> lines = new ArrayList<>();
        for (IptablesRule rule : ours(listing)) {
            lines.add("-D OUTPUT " + rule.text());
        }
        return lines;
    }

    private static String transaction(List<String> lines) {
        return "*security\n" + String.join("\n", lines) + "\nCOMMIT\n";
    }

    /** Those of our texts that the chain holds, in its order; a wanted rule, or one that former agents set. */
    private List<IptablesRule> ours(String listing) {
        List<IptablesRule> found = new ArrayList<>();
        for (String line : listing.split("\n", -1)) {
            if (line.startsWith(APPEND)) {
                IptablesRule rule = IptablesRule.of(line.substring(APPEND.length()));
                if (wanted.contains(rule) || former.contains(rule)) {
                    found.add(rule);
                }
            }
        }
        return found;
    }
}
