package io.goalstated.cli;

import io.goalstated.demo.Demo;
import io.goalstated.demo.DemoFailure;
import io.goalstated.demo.Screen;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.platform.Disk;
import io.goalstated.platform.OriginalEnvironment;
import io.goalstated.platform.Signals;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Show what the daemon does, in half a minute: a fake Azure and an agent in one process.",
            "Needs no root rights, no network and no VM; everything happens in a temporary directory."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    /** A handler's command that is just ending may still write. */
    private static final int REMOVALS = 20;

    @Option(names = "--keep", description = "Leave the temporary directory, to look at what the agent keeps where.")
    private boolean keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        Path samples = SampleHandlers.find()
                .orElseThrow(
                        () -> new Failure(
                                ExitCode.FAILURE,
                                "the sample handlers are missing: run bin/goalstated of a complete image, or start in a checkout"));
        Path directory = Files.createTempDirectory("goalstated-demo-");
        boolean kept = keep;
        try {
            Demo.Ending ending = play(directory, samples);
            if (ending == Demo.Ending.INTERRUPTED) {
                return INTERRUPTED;
            }
            tellWhere(directory);
            return ExitCode.OK;
        } catch (DemoFailure e) {
            kept = true;
            throw new Failure(ExitCode.FAILURE, "the demo failed: " + e.getMessage());
        } finally {
            if (!kept) {
                remove(directory);
            }
        }
    }

    private Demo.Ending play(Path directory, Path samples) throws DemoFailure, IOException, InterruptedException {
        Screen screen = new Screen(Terminal.isInteractive(), Terminal.width(), DemoCommand::table);
        Demo demo =
                new Demo(new SystemRoot(directory), samples, spec.commandLine().getOut(), screen);
        new Disk().createDirectory(new SystemRoot(directory).resolve("/var/log"), Disk.PUBLIC_DIRECTORY);
        Logging logging = Logging.ofThisProcess();
        logging.use(LogSettings.onlyTo(demo.log()));
        AtomicBoolean once = new AtomicBoolean();
        Runnable stop = () -> {
            if (once.getAndSet(true)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            demo.interrupt();
        };
        Signals.on(Signals.Name.INT, stop);
        Signals.on(Signals.Name.TERM, stop);
        try {
            return demo.play(OriginalEnvironment.of(System.getenv()));
        } finally {
            logging.close();
        }
    }

    private static String table(List<String> heading, List<List<String>> rows) {
        Table table = new Table(Terminal.width(), heading.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.toString();
    }

    private void tellWhere(Path directory) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        if (keep) {
            out.println("The directory is kept; remove it when you have seen enough: rm -r " + directory);
        } else {
            out.println("The directory is removed now; goalstated demo --keep leaves it. These were the files:");
        }
        out.println("  " + directory + "/var/log/waagent.log      what the agent did");
        out.println("  " + directory + "/var/log/azure/           what the handlers' commands wrote");
        out.println("  " + directory + "/var/lib/waagent/         the handlers, their settings and states");
        out.println("  " + directory + "/var/lib/waagent/history/ the goal states and reports");
        out.flush();
    }

    private static void remove(Path directory) throws IOException {
        for (int i = 1; ; i++) {
            try {
                new Disk().deleteTree(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (i == REMOVALS) {
                    throw e;
                }
            }
        }
    }
}
