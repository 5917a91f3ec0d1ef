package io.goalstated.cli;

import io.goalstated.config.Configuration;
import io.goalstated.daemon.ReadyReport;
import io.goalstated.daemon.Setup;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "report-ready",
        description = {
            "Tell Azure once that this VM is ready, for an image in which no agent runs.",
            "Asks the wireserver who the VM is and reports, in up to five tries, never through a proxy. Nothing on the VM is"
                    + " changed. Exit code 0: Azure knows, 1: it could not be told."
        })
final class ReportReadyCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Between two tries; ${DEFAULT-VALUE} if not given.")
    private int pause;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (pause < 0 || pause > 3600) {
            throw new Failure(ExitCode.USAGE, "--pause is a number of seconds between 0 and 3600");
        }
        Vertx loop = ReadyReport.loop();
        try {
            ReadyReport.send(loop, setup(), Duration.ofSeconds(pause))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            PrintWriter out = spec.commandLine().getOut();
            out.println("Azure knows that this VM is ready");
            out.flush();
            return ExitCode.OK;
        } catch (ExecutionException e) {
            String reason =
                    e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            throw new Failure(
                    ExitCode.FAILURE,
                    "Azure was not told: " + reason + "; is the network up, and is this user allowed to reach it?");
        } finally {
            loop.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Setup setup() {
        SystemRoot root = places.root();
        Configuration configuration = places.configuration();
        return new Setup(root, configuration, "/etc/waagent.conf", Map.of(), AgentVersion.current());
    }
}
