package io.goalstated.environment.firewall;

import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules that firewalld sets again whenever it starts: permanent direct passthroughs (spec 03 §12.4). They are its configuration
 * and change nothing in the kernel by themselves. Blocks.
 */
final class Firewalld {
    private static final String TABLE = "ipv4 -t security ";
    private static final String APPEND = TABLE + "-A OUTPUT ";
    /** How agents up to 2.7.0.6 set the rule for port 53. */
    private static final String INSERT = TABLE + "-I OUTPUT ";

    private final Tools tools;

    Firewalld(Tools tools) {
        this.tools = tools;
    }

    boolean isRunning() {
        ToolEnd end = tools.run(ToolCall.of("firewall-cmd", "--state"));
        return end.isSuccess() && end.output().strip().equals("running");
    }

    /** Has exactly the wanted ones of ours there, in order. Why that failed, if it did. */
    Optional<String> establish(FirewallRules rules) {
        ToolEnd end = permanent("--get-all-passthroughs");
        if (!end.isSuccess()) {
            return Optional.of(end.problem());
        }
        List<String> wanted = lines(rules);
        List<String> present = ours(end.output(), rules);
        if (present.equals(wanted)) {
            return Optional.empty();
        }
        Optional<String> problem = each("--remove-passthrough", present);
        return problem.isPresent() ? problem : each("--passthrough", wanted);
    }

    /** Removes all of ours. Why that failed, if it did. */
    Optional<String> remove(FirewallRules rules) {
        ToolEnd end = permanent("--get-all-passthroughs");
        return end.isSuccess() ? each("--remove-passthrough", ours(end.output(), rules)) : Optional.of(end.problem());
    }

    static List<String> lines(FirewallRules rules) {
        return new IptablesRules(rules)
                .wanted().stream().map(rule -> APPEND + rule.text()).toList();
    }

    /** Those of a list of passthroughs that are ours, a former agent's included, each as firewalld wants to hear it again. */
    static List<String> ours(String listing, FirewallRules rules) {
        List<IptablesRule> wanted = new IptablesRules(rules).wanted();
        List<String> found = new ArrayList<>();
        for (String line : listing.split("\n", -1)) {
            String passthrough = line.strip();
            String start = passthrough.startsWith(APPEND) ? APPEND : INSERT;
            if (passthrough.startsWith(start)
                    && wanted.contains(withoutMatch(IptablesRule.of(passthrough.substring(start.length()))))) {
                found.add(passthrough);
            }
        }
        return found;
    }

    /** WALinuxAgent writes {@code -p tcp --destination-port 53} without naming the module. */
    private static IptablesRule withoutMatch(IptablesRule rule) {
        return new IptablesRule(rule.text().replace("-p tcp --dport", "-p tcp -m tcp --dport"));
    }

    private Optional<String> each(String action, List<String> passthroughs) {
        for (String passthrough : passthroughs) {
            List<String> words = new ArrayList<>(List.of(action));
            words.addAll(List.of(passthrough.split(" ", -1)));
            ToolEnd end = permanent(words.toArray(String[]::new));
            if (!end.isSuccess()) {
                return Optional.of(end.problem());
            }
        }
        return Optional.empty();
    }

    private ToolEnd permanent(String... arguments) {
        List<String> words = new ArrayList<>(List.of("firewall-cmd", "--permanent", "--direct"));
        words.addAll(List.of(arguments));
        return tools.run(ToolCall.of(words));
    }
}
