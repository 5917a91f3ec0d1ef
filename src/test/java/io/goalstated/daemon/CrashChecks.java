package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a VM after an operation during which the agent was killed and started again. */
final class CrashChecks {
    private static final Set<String> COMMANDS = Set.of("install", "enable", "update", "disable", "uninstall");
    private static final Set<String> LIBRARY = Set.of(
            "goalstated",
            "history",
            "logcollector",
            "Protocol",
            "WireServerEndpoint",
            "SharedConfig.xml",
            "GoalState.1.xml",
            "fast_track.json",
            "initial_goal_state",
            "provisioned");
    /** They come two seconds after the goal state: not every life of an agent lasts so long. */
    private static final Pattern CERTIFICATES =
            Pattern.compile("[0-9A-F]{40}\\.(crt|prv)|Transport(Cert|Private)\\.pem|Certificates\\.xml");

    private final LifecycleOperation operation;
    private final int lives;
    private final Path root;
    private final Path before;
    private final Path library;
    private final List<String> problems = new ArrayList<>();

    /** @param lives agents that there were, the last of them not killed */
    CrashChecks(LifecycleOperation operation, Path root, Path before, int lives) {
        this.lives = lives;
        this.operation = operation;
        this.root = root;
        this.before = before;
        this.library = root.resolve("var/lib/waagent");
    }

    List<String> problems() throws IOException {
        endState();
        leftovers();
        commands(operation.handler());
        commands(CrashPackages.OTHER);
        journal();
        otherHandler();
        return problems;
    }

    private void expect(boolean fulfilled, String problem) {
        if (!fulfilled) {
            problems.add(problem);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : LifecycleOperation.ABSENT;
    }

    private void endState() throws IOException {
        for (Map.Entry<String, String> version : operation.versions().entrySet()) {
            Path base = library.resolve(operation.handler() + "-" + version.getKey());
            String state = text(base.resolve("config/HandlerState"));
            expect(state.equals(version.getValue()), base.getFileName() + " is " + state);
            if (version.getValue().equals("Enabled")) {
                newestSettings(base);
            }
        }
        for (Map.Entry<String, String> file : operation.files().entrySet()) {
            String content = text(library.resolve(operation.handler() + "-" + file.getKey()));
            boolean right = file.getValue().equals(LifecycleOperation.ABSENT)
                    ? content.equals(LifecycleOperation.ABSENT)
                    : content.contains(file.getValue());
            expect(right, file.getKey() + " holds " + content);
        }
    }

    /** Handlers take the newest settings for the current ones (spec 02 §4.3). */
    private void newestSettings(Path base) throws IOException {
        Path newest = base;
        FileTime time = FileTime.fromMillis(0);
        for (Path file : list(base.resolve("config"))) {
            if (file.toString().endsWith(".settings")
                    && Files.getLastModifiedTime(file).compareTo(time) > 0) {
                newest = file;
                time = Files.getLastModifiedTime(file);
            }
        }
        Path status =
                base.resolve("status").resolve(newest.getFileName().toString().replace(".settings", ".status"));
        expect(Files.exists(status), "there is no status for the newest settings " + newest);
    }

    private void leftovers() throws IOException {
        Set<String> known = new TreeSet<>(LIBRARY);
        known.add(CrashPackages.OTHER + "-1.0.0");
        operation.versions().keySet().forEach(version -> known.add(operation.handler() + "-" + version));
        for (Path entry : list(library)) {
            String name = entry.getFileName().toString();
            expect(known.contains(name) || CERTIFICATES.matcher(name).matches(), "left behind: " + entry);
        }
        for (String own : List.of("operations", "staging", "removed")) {
            List<Path> left = list(library.resolve("goalstated").resolve(own));
            expect(left.isEmpty(), "left behind: " + left);
        }
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> path.getFileName().toString().startsWith("."))
                    .forEach(path -> problems.add("left behind: " + path));
        }
    }

    /** Each begin is followed by its end; nothing ran more often than it may; the log tells of each. */
    private void commands(String handler) throws IOException {
        Path logs = root.resolve("var/log/azure").resolve(handler);
        List<String> trace =
                Files.exists(logs.resolve("trace")) ? Files.readAllLines(logs.resolve("trace")) : List.of();
        Map<String, Integer> runs = new HashMap<>();
        for (int i = 0; i < trace.size(); i++) {
            String[] words = trace.get(i).split(" ", 2);
            boolean paired = i % 2 == 0
                    ? words[0].equals("begin")
                    : trace.get(i).equals("end " + trace.get(i - 1).split(" ", 2)[1]);
            expect(paired, "commands overlap or do not end: " + trace);
            if (i % 2 == 0) {
                String what = words[1].substring(0, words[1].lastIndexOf(' '));
                runs.merge(what, 1, Integer::sum);
            }
        }
        expect(trace.size() % 2 == 0, "a command has not ended: " + trace);
        for (Map.Entry<String, Integer> run : runs.entrySet()) {
            String command = run.getKey().split(" ", 2)[0];
            int allowed = operation.repeatable().contains(command) ? lives : 1;
            expect(run.getValue() <= allowed, run.getKey() + " ran " + run.getValue() + " times: " + trace);
        }
        for (String command : COMMANDS) {
            long ran = trace.stream()
                    .filter(line -> line.startsWith("begin " + command + " "))
                    .count();
            log(logs, command, ran);
        }
    }

    private void log(Path logs, String command, long ran) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : list(logs)) {
            if (file.getFileName().toString().startsWith("CommandExecution")) {
                String old = text(before.resolve(root.relativize(file).toString()));
                String now = Files.readString(file);
                lines.addAll(now.substring(now.startsWith(old) ? old.length() : 0)
                        .lines()
                        .toList());
            }
        }
        long begins = lines.stream()
                .filter(line -> line.contains("Executing command: ") && line.contains("/handler.sh " + command + " "))
                .count();
        long ends = lines.stream()
                .filter(line -> line.contains("Command: " + command + " ended")
                        || (line.contains("[Extension") && line.endsWith(command)))
                .count();
        expect(begins >= ran, command + " ran " + ran + " times, its begin is logged " + begins + " times: " + lines);
        expect(ends >= ran, command + " ran " + ran + " times, its end is logged " + ends + " times: " + lines);
    }

    private void journal() throws IOException {
        for (Path file : list(library.resolve("goalstated/journal"))) {
            Set<String> open = new TreeSet<>();
            for (String line : Files.readAllLines(file)) {
                try {
                    JsonNode record = Json.parse(line);
                    String event = record.path("event").asText();
                    if (event.equals("begin")) {
                        open.add(record.path("operation").asText());
                    } else if (event.equals("settled")) {
                        open.remove(record.path("operation").asText());
                    }
                } catch (MalformedJson e) {
                    // A torn line counts as not written.
                }
            }
            expect(open.isEmpty(), file.getFileName() + " has operations that are not settled: " + open);
        }
    }

    private void otherHandler() throws IOException {
        Path then = before.resolve(root.relativize(library).toString()).resolve(CrashPackages.OTHER + "-1.0.0");
        Path now = library.resolve(CrashPackages.OTHER + "-1.0.0");
        Set<String> names = new TreeSet<>();
        for (Path tree : List.of(then, now)) {
            try (Stream<Path> all = Files.walk(tree)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> names.add(tree.relativize(file).toString()));
            }
        }
        for (String name : names) {
            boolean same = Files.exists(then.resolve(name))
                    && Files.exists(now.resolve(name))
                    && Arrays.equals(Files.readAllBytes(then.resolve(name)), Files.readAllBytes(now.resolve(name)));
            expect(same, "the other handler's " + name + " has changed");
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
