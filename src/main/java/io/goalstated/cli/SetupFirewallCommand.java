package io.goalstated.cli;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.environment.firewall.Firewall;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "setup-firewall",
        description = {
            "Set the firewall rules that let only root reach the wireserver, or take them away.",
            "The daemon does the same by itself while OS.EnableFirewall=y. Needs root. Exit code 0: the rules are as"
                    + " asked for, 1: not, 4: not permitted."
        })
final class SetupFirewallCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Parameters(paramLabel = "ADDRESS", defaultValue = "168.63.129.16", description = "The wireserver's IPv4 address.")
    private String address = "";

    @Option(names = "--remove", description = "Take away every rule of the agent's, and no other.")
    private boolean remove;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        Ipv4 wireServer = Ipv4.parse(address)
                .filter(Ipv4::isUnicast)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "'" + address + "' is no address of a server; write it like 168.63.129.16"));
        if (ProcessOwner.number() != 0) {
            throw new Failure(ExitCode.NOT_PERMITTED, "only root may change the firewall; run it with sudo");
        }
        SystemRoot root = places.root();
        Disk disk = new Disk();
        Configuration configuration = places.configuration();
        Firewall firewall = new Firewall(
                new SystemTools(root), disk, root, root.resolve(configuration.get(AgentKeys.LIBRARY_DIRECTORY)));
        FirewallRules rules = FirewallRules.configured(configuration, wireServer, ProcessOwner.number());
        return remove ? removeFrom(firewall, rules) : establish(firewall, rules);
    }

    private int establish(Firewall firewall, FirewallRules rules) throws Failure {
        Firewall.Result result = firewall.protect(rules);
        if (!result.isInForce()) {
            throw new Failure(ExitCode.FAILURE, "the rules are not in force: " + String.join("; ", result.problems()));
        }
        PrintWriter out = spec.commandLine().getOut();
        result.done().forEach(out::println);
        result.problems().forEach(out::println);
        out.println("in force with " + result.mechanism().orElse("?"));
        out.flush();
        return ExitCode.OK;
    }

    private int removeFrom(Firewall firewall, FirewallRules rules) throws Failure {
        List<String> problems = firewall.remove(rules);
        if (!problems.isEmpty()) {
            throw new Failure(ExitCode.FAILURE, "not all rules were removed: " + String.join("; ", problems));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("removed");
        out.flush();
        return ExitCode.OK;
    }
}
