package io.goalstated.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Verify what extensions are made of.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = VerifyPackageCommand.class)
final class VerifyCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to verify: goalstated verify package ZIP --signature FILE");
    }
}
