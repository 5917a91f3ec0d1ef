package io.goalstated.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "extensions",
        description = "Show extensions, and the built-in handler that prepares the VM.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ExtensionsCommand.ListCommand.class)
final class ExtensionsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "list", description = "List them with state, code and message.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Places places = new Places();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, Failure {
            JsonNode status = places.status();
            PrintWriter out = spec.commandLine().getOut();
            out.print(new StatusText(status, Terminal.width()).handlers());
            out.flush();
            return ExitCode.OK;
        }
    }
}
