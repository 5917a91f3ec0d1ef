package io.goalstated.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Carries out what the admin API is told to change. Blocks. */
final class AdminOrders {
    private final FakeAzure azure;

    AdminOrders(FakeAzure azure) {
        this.azure = azure;
    }

    ObjectNode carryOut(String path, Fields fields) throws BadInput {
        return switch (path) {
            case "/publish" -> publish(fields);
            case "/handlers" -> offer(fields);
            case "/fault" -> fault(fields);
            case "/clear-faults" -> simple(fields, azure::clearFaults);
            case "/change-container" -> simple(fields, azure::changeContainer);
            case "/refuse" -> listening(fields, azure::refuse);
            case "/accept" -> listening(fields, azure::accept);
            case "/rotate-certificate" -> simple(fields, azure::rotateCertificate);
            case "/set" -> set(fields);
            default ->
                throw new BadInput("POST " + path
                        + " is unknown; use /publish, /handlers, /fault, /clear-faults, /refuse, /accept, "
                        + "/change-container, /rotate-certificate or /set");
        };
    }

    private ObjectNode publish(Fields fields) throws BadInput {
        String channel = fields.optionalText("channel").orElse("fabric");
        if (!channel.equals("fabric") && !channel.equals("fast-track")) {
            throw fields.wrong("channel", "must be fabric or fast-track");
        }
        Goal goal = GoalReader.read(fields);
        fields.rejectOthers();
        Publication publication = azure.publish(goal);
        Published published = channel.equals("fabric") ? publication.viaFabric() : publication.viaFastTrack();
        return Json.object()
                .put("incarnation", published.incarnation())
                .put("etag", published.etag())
                .put("time", published.time().toString());
    }

    private ObjectNode offer(Fields fields) throws BadInput {
        Optional<String> sample = fields.optionalText("sample");
        Optional<String> zip = fields.optionalText("zip");
        if (sample.isPresent() == zip.isPresent()) {
            throw fields.wrong("sample", "or zip must be given, and not both");
        }
        PackageMaker maker = new PackageMaker();
        String version = fields.text("version");
        ExtensionPackage offered;
        if (sample.isPresent()) {
            offered = made(fields, "sample", sample.get(), path -> maker.make(path, version));
        } else {
            String name = fields.text("name");
            offered = made(fields, "zip", zip.orElseThrow(), path -> maker.read(path, name, version));
        }
        fields.rejectOthers();
        azure.offer(offered);
        return Json.object()
                .put("name", offered.name())
                .put("version", offered.version())
                .put("size", offered.bytes().length);
    }

    @FunctionalInterface
    private interface Maker {
        ExtensionPackage make(Path path) throws IOException;
    }

    private static ExtensionPackage made(Fields fields, String member, String path, Maker maker) throws BadInput {
        try {
            return maker.make(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw fields.wrong(member, "is unusable: " + e.getMessage());
        }
    }

    private ObjectNode fault(Fields fields) throws BadInput {
        Optional<Server> server = server(fields);
        FaultAction action = FaultAction.parse(fields.text("action"))
                .orElseThrow(() -> fields.wrong("action", "must be one of " + FaultAction.forms()));
        int times = fields.integer("times", Fault.ALWAYS);
        if (times < 1 && times != Fault.ALWAYS) {
            throw fields.wrong("times", "must be at least 1, or " + Fault.ALWAYS + " for always");
        }
        Fault fault = new Fault(server, fields.optionalText("method"), pattern(fields), action, times);
        fields.rejectOthers();
        azure.fault(fault);
        return Json.object().put("fault", fault.toString());
    }

    private static Optional<Server> server(Fields fields) throws BadInput {
        Optional<String> label = fields.optionalText("server");
        Optional<Server> server = label.flatMap(Server::labelled);
        if (label.isPresent() && server.isEmpty()) {
            throw fields.wrong("server", "must be wire, host-plugin, blob or imds");
        }
        return server;
    }

    private static ObjectNode listening(Fields fields, Function<Server, Future<Void>> change) throws BadInput {
        Server server = server(fields).orElseThrow(() -> fields.wrong("server", "must be given"));
        fields.rejectOthers();
        try {
            change.apply(server).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw fields.wrong("server", "cannot be changed: " + e.getMessage());
        }
        return Json.object();
    }

    private static Pattern pattern(Fields fields) throws BadInput {
        try {
            return Pattern.compile(fields.optionalText("path").orElse(""));
        } catch (PatternSyntaxException e) {
            throw fields.wrong("path", "is no regular expression: " + e.getDescription());
        }
    }

    /** Switches by their label, documents to replace by theirs ({@code null} restores), and what has a value of its own. */
    private ObjectNode set(Fields fields) throws BadInput {
        for (String name : fields.names()) {
            Optional<Switch> toggled = Switch.labelled(name);
            Optional<Document> document = Document.labelled(name);
            if (toggled.isPresent()) {
                azure.turn(toggled.get(), fields.flag(name, false));
            } else if (document.isPresent()) {
                replace(fields, name, document.get());
            } else if (name.equals("status-blob-type")) {
                azure.setStatusBlobType(fields.text(name));
            } else if (name.equals("host-plugin-version")) {
                azure.setHostPluginVersion(fields.text(name));
            } else if (name.equals("clock-skew-seconds")) {
                azure.setClockSkew(Duration.ofSeconds(fields.integer(name, 0)));
            } else if (name.equals("vm-profile")) {
                azure.setProfile(VmProfile.read(fields.object(name)));
            } else if (name.equals("incarnation")) {
                azure.setIncarnation(fields.integer(name, 1));
            } else {
                throw fields.wrong(name, "is unknown; known are " + String.join(", ", settable()));
            }
        }
        return Json.object();
    }

    private static List<String> settable() {
        List<String> names = new ArrayList<>(
                List.of("status-blob-type", "host-plugin-version", "clock-skew-seconds", "incarnation", "vm-profile"));
        for (Switch each : Switch.values()) {
            names.add(each.label());
        }
        for (Document document : Document.values()) {
            names.add(document.label());
        }
        return names;
    }

    private void replace(Fields fields, String name, Document document) throws BadInput {
        if (fields.json(name).filter("null"::equals).isPresent()) {
            azure.restore(document);
        } else {
            azure.replace(document, fields.text(name));
        }
    }

    private static ObjectNode simple(Fields fields, Runnable order) throws BadInput {
        fields.rejectOthers();
        order.run();
        return Json.object();
    }
}
