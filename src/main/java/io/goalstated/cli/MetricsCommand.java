package io.goalstated.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "metrics",
        description = {
            "Show the daemon's figures in the text format of Prometheus.",
            "The same is under /metrics on its control socket."
        })
final class MetricsCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, Failure {
        PrintWriter out = spec.commandLine().getOut();
        out.print(places.text("/metrics"));
        out.flush();
        return ExitCode.OK;
    }
}
