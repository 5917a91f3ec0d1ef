package io.goalstated.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.SpacedJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Show what the daemon is doing, and each extension with state, code and message.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Option(names = "--output", paramLabel = "text|json", description = "The form of the answer.")
    private Form form = Form.TEXT;

    @Option(names = "--history", description = "Show the last starts of the daemon, and which of them ended badly.")
    private boolean history;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How an answer is printed. */
    enum Form {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws IOException, Failure {
        if (history) {
            return history();
        }
        JsonNode status = places.status();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                form == Form.JSON
                        ? SpacedJson.write(status) + "\n"
                        : new StatusText(status, Terminal.width()).toString());
        out.flush();
        return StatusText.isHealthy(status) ? ExitCode.OK : ExitCode.DEGRADED;
    }

    private int history() throws IOException, Failure {
        JsonNode document = places.ask("/starts");
        PrintWriter out = spec.commandLine().getOut();
        if (form == Form.JSON) {
            out.println(SpacedJson.write(document));
        } else {
            JsonNode starts = document.path("starts");
            for (int i = 0; i < starts.size(); i++) {
                String end = i == starts.size() - 1
                        ? "running"
                        : starts.get(i).path("endedAt").asText("ended badly");
                out.printf(
                        "%s  %-20s  version %s  process %d%n",
                        starts.get(i).path("startedAt").asText(),
                        end,
                        starts.get(i).path("version").asText(),
                        starts.get(i).path("pid").asLong());
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}
