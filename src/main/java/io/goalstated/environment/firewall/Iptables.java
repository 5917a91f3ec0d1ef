package io.goalstated.environment.firewall;

import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules in iptables. */
final class Iptables implements Mechanism {
    private final Tools tools;
    private final IptablesVersion version;

    private Iptables(Tools tools, IptablesVersion version) {
        this.tools = tools;
        this.version = version;
    }

    /** Empty when there is no iptables that runs. */
    static Optional<Iptables> find(Tools tools) {
        ToolEnd end = tools.run(ToolCall.of("iptables", "--version"));
        return end.isSuccess()
                ? Optional.of(new Iptables(tools, IptablesVersion.parse(end.output())))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "iptables";
    }

    @Override
    public Looked look(FirewallRules rules) {
        ToolEnd end = tools.run(call("iptables", version.canWait(), "-t", "security", "-S", "OUTPUT"));
        return end.isSuccess()
                ? Looked.found(end.output(), new IptablesRules(rules).check(end.output()))
                : Looked.failed(end.problem());
    }

    @Override
    public Optional<String> establish(FirewallRules rules, Looked before) {
        return restore(new IptablesRules(rules).repair(before.listing()));
    }

    @Override
    public Optional<String> remove(FirewallRules rules, Looked before) {
        IptablesRules known = new IptablesRules(rules);
        return known.anyIn(before.listing()) ? restore(known.removal(before.listing())) : Optional.empty();
    }

    private Optional<String> restore(String input) {
        ToolEnd end = tools.run(call("iptables-restore", version.canWaitInRestore(), "--noflush")
                .reading(Secret.owning(input.getBytes(StandardCharsets.UTF_8))));
        return end.isSuccess() ? Optional.empty() : Optional.of(end.problem());
    }

    private static ToolCall call(String program, boolean waits, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        if (waits) {
            words.add("-w");
        }
        words.addAll(List.of(arguments));
        return ToolCall.of(words);
    }
}
