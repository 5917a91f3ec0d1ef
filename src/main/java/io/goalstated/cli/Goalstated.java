package io.goalstated.cli;

import io.goalstated.platform.FileTrouble;
import io.goalstated.platform.ProcessOwner;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "goalstated",
        description = {"The goal-state daemon of an Azure Linux VM.", ""},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            ExtensionsCommand.class,
            DeprovisionCommand.class,
            VerifyCommand.class,
            TelemetryCommand.class,
            MetricsCommand.class,
            CollectLogsCommand.class,
            DemoCommand.class,
            FakeAzureCommand.class,
            DoctorCommand.class,
            ReplayCommand.class,
            ReportReadyCommand.class,
            SetupFirewallCommand.class,
            SerialConsoleCommand.class,
            KernelArgumentsCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = false,
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "goalstated help COMMAND tells more. Exit codes: 0 ok, 1 failure, 2 usage, 3 degraded, 4 not"
                    + " permitted, 5 timeout, 69 not running, 75 already running."
        })
public final class Goalstated implements Runnable {
    private static final String HELP = "--help";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the words as a command and gives its exit code. */
    public static int execute(List<String> words) {
        CommandLine line = line();
        line.setExecutionExceptionHandler(oneLine());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(words.toArray(String[]::new));
    }

    /** Whether there is a command of that name. */
    static boolean has(String command) {
        return new CommandLine(new Goalstated()).getSubcommands().containsKey(command);
    }

    /** All commands, each with its help. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Goalstated());
        offerHelp(line);
        return line;
    }

    private static void offerHelp(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.findOption(HELP) == null) {
                spec.addOption(OptionSpec.builder(HELP)
                        .usageHelp(true)
                        .description("Print this help.")
                        .build());
            }
            offerHelp(command);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What goes wrong is told in one line: what, and what to do. */
    static IExecutionExceptionHandler oneLine() {
        return (exception, line, result) -> {
            PrintWriter err = line.getErr();
            err.println("goalstated: " + reason(exception, line.getCommandSpec()));
            err.flush();
            if (exception instanceof Failure failure) {
                return failure.exitCode();
            }
            return exception instanceof AccessDeniedException ? ExitCode.NOT_PERMITTED : ExitCode.FAILURE;
        };
    }

    private static String reason(Exception exception, CommandSpec command) {
        return exception instanceof AccessDeniedException refusal
                ? FileTrouble.denied(refusal, ProcessOwner.number(), command.findOption("--root") != null)
                : FileTrouble.text(exception);
    }
}
