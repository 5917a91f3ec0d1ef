package io.goalstated.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.event.Parameter;
import io.goalstated.event.TelemetryEvent;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.SystemRoot;
import io.goalstated.telemetry.Preview;
import io.goalstated.telemetry.TelemetryLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "preview",
        description = {
            "Show, in clear, the events that would be sent to the platform.",
            "Those that wait for the wireserver, and those in files that extensions have left, as far as Telemetry.Level"
                    + " lets them pass. Nothing is sent, changed or removed."
        })
final class TelemetryPreviewCommand implements Callable<Integer> {
    private static final int SCHEMA_VERSION = 1;

    @Mixin
    private Places places = new Places();

    @Option(names = "--output", paramLabel = "text|json", description = "The form of the answer.")
    private StatusCommand.Form form = StatusCommand.Form.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SystemRoot root = places.root();
        Configuration configuration = places.configuration();
        String level = configuration.get(AgentKeys.TELEMETRY_LEVEL);
        List<Preview.Item> items = Preview.read(
                root,
                root.resolve(configuration.get(AgentKeys.LIBRARY_DIRECTORY)),
                root.resolve(configuration.get(ExtensionKeys.LOG_DIRECTORY)),
                AgentVersion.current().reported(),
                TelemetryLevel.parse(level));
        PrintWriter out = spec.commandLine().getOut();
        if (form == StatusCommand.Form.JSON) {
            out.println(SpacedJson.write(json(level, items)));
        } else {
            print(level, items, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(String level, List<Preview.Item> items, PrintWriter out) {
        out.println("Telemetry.Level=" + level);
        for (Preview.Item item : items) {
            out.println();
            out.println(place(item) + " " + item.source());
            item.event().ifPresentOrElse(event -> print(event, out), () -> out.println("  " + line(item.note())));
        }
        if (items.isEmpty()) {
            out.println("Nothing waits to be sent.");
        }
    }

    private static void print(TelemetryEvent event, PrintWriter out) {
        out.println("  provider " + event.provider() + ", event " + event.id());
        for (Parameter parameter : event.parameters()) {
            out.println("  " + parameter.name() + " = " + line(parameter.text()));
        }
    }

    /** What an extension wrote must neither end the line nor speak to the terminal. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    private static String place(Preview.Item item) {
        return item.place().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(String level, List<Preview.Item> items) {
        ObjectNode document = Json.object().put("schemaVersion", SCHEMA_VERSION).put("level", level);
        ArrayNode list = document.putArray("events");
        for (Preview.Item item : items) {
            ObjectNode entry = list.addObject()
                    .put("place", place(item))
                    .put("source", item.source().toString());
            if (!item.note().isEmpty()) {
                entry.put("note", item.note());
            }
            item.event().ifPresent(event -> {
                entry.put("provider", event.provider()).put("event", event.id());
                ArrayNode parameters = entry.putArray("parameters");
                event.parameters()
                        .forEach(each -> parameters
                                .addObject()
                                .put("name", each.name())
                                .put("type", each.type().wireName())
                                .put("value", each.text()));
            });
        }
        return document;
    }
}
