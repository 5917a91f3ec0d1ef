package io.goalstated.environment.firewall;

import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The rules in nftables. */
final class Nft implements Mechanism {
    private static final ToolCall LIST = ToolCall.of("nft", "--json", "list", "table", "ip", NftTable.NAME);
    private static final ToolCall TABLES = ToolCall.of("nft", "list", "tables");
    private static final ToolCall LOAD = ToolCall.of("nft", "-f", "-");

    private final Tools tools;

    Nft(Tools tools) {
        this.tools = tools;
    }

    /** Whether the program is there and the kernel answers it. */
    boolean works() {
        return tools.run(TABLES).isSuccess();
    }

    @Override
    public String name() {
        return "nft";
    }

    @Override
    public Looked look(FirewallRules rules) {
        ToolEnd end = tools.run(LIST);
        if (end.isSuccess()) {
            return Looked.found(end.output(), new NftTable(rules).check(end.output()));
        }
        // nft ends with 1 both for a table that is not there and for a kernel that does not answer.
        return end instanceof ToolEnd.Exited && works()
                ? Looked.found("", Finding.absent("the table " + NftTable.NAME + " is not there"))
                : Looked.failed(end.problem());
    }

    @Override
    public Optional<String> establish(FirewallRules rules, Looked before) {
        return load(new NftTable(rules).script());
    }

    /** The table has our name: all that is in it is ours. */
    @Override
    public Optional<String> remove(FirewallRules rules, Looked before) {
        return load(NftTable.removal());
    }

    private Optional<String> load(String script) {
        ToolEnd end = tools.run(LOAD.reading(Secret.owning(script.getBytes(StandardCharsets.UTF_8))));
        return end.isSuccess() ? Optional.empty() : Optional.of(end.problem());
    }
}
