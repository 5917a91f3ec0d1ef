package io.goalstated.cli;

import io.goalstated.platform.AgentVersion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Print goalstated's own version and the one that Azure is told.")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AgentVersion version = AgentVersion.current();
        PrintWriter out = spec.commandLine().getOut();
        out.println("goalstated " + version.own());
        out.println("reported to Azure as " + version.reported());
        out.flush();
    }
}
