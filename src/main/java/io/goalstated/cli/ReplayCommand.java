package io.goalstated.cli;

import io.goalstated.demo.Demo;
import io.goalstated.demo.DemoFailure;
import io.goalstated.demo.Replay;
import io.goalstated.lab.Recording;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.platform.Disk;
import io.goalstated.platform.OriginalEnvironment;
import io.goalstated.platform.Signals;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Feed a recorded platform (fake-azure --record) to an agent in a scratch directory, at the recorded pace.",
            "Handlers are really run, from the recorded packages. Keys are no part of a recording: extensions with",
            "protected settings fail."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Parameters(paramLabel = "DIR", description = "The recording.")
    private Path recording = Path.of("");

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where the agent lives; otherwise a new temporary directory, which stays.")
    private @Nullable Path root;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        Recording recorded = Recording.read(recording);
        Path directory = root == null ? Files.createTempDirectory("goalstated-replay-") : root.toAbsolutePath();
        SystemRoot own = new SystemRoot(directory);
        PrintWriter out = spec.commandLine().getOut();
        new Disk().createDirectory(own.resolve("/var/log"), Disk.PUBLIC_DIRECTORY);
        out.println("The agent lives in " + directory + "; the recording takes "
                + recorded.length().toSeconds() + " s.");
        out.flush();
        Logging logging = Logging.ofThisProcess();
        logging.use(LogSettings.onlyTo(own.resolve("/var/log/waagent.log")));
        Replay replay = new Replay(own, recorded, out);
        Signals.on(Signals.Name.INT, replay::interrupt);
        Signals.on(Signals.Name.TERM, replay::interrupt);
        try {
            Demo.Ending ending = replay.play(OriginalEnvironment.of(System.getenv()));
            out.println(ending == Demo.Ending.COMPLETE ? "The recording is over." : "Interrupted.");
            out.flush();
            return ending == Demo.Ending.COMPLETE ? ExitCode.OK : INTERRUPTED;
        } catch (DemoFailure e) {
            throw new Failure(ExitCode.TIMEOUT, "the replay failed: " + e.getMessage());
        } finally {
            logging.close();
        }
    }
}
