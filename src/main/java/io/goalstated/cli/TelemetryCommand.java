package io.goalstated.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "telemetry",
        description = "See what the platform is told besides status.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TelemetryPreviewCommand.class)
final class TelemetryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: goalstated telemetry preview shows what would be sent");
    }
}
