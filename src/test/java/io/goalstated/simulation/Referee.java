package io.goalstated.simulation;

import io.goalstated.extension.CommandKind;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.simulation.Wanted.Config;
import io.goalstated.simulation.Wanted.Wish;
import io.goalstated.simulation.disk.MemoryFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges every command at the moment it begins (spec 02 §5, §6, §8; design 12, 13). Knows nothing of the planner. */
final class Referee implements Machine.Witness {
    private static final Pattern GOAL = Pattern.compile("\"goalState\": \"([^\"]*)\"");
    private static final Pattern OPERATION = Pattern.compile("\"operation\": \"([^\"]*)\"");
    private static final Pattern BEGAN = Pattern.compile("\"began\": \"([^\"]*)\"");
    private static final String FEATURES = "[{\"Key\": \"ExtensionTelemetryPipeline\", \"Value\": \"1.0\"}]";

    private final Timeline timeline;
    private final MemoryFileSystem disk;
    private final Path lib;
    private final Universe universe;
    private final int parallel;
    private final Tally tally;
    private final Chronicle chronicle;
    private final List<CommandProcess> running = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<String, Set<String>> installed = new HashMap<>();
    private final Set<String> everInstalled = new HashSet<>();
    private final Map<String, String> updatedTo = new HashMap<>();
    /** Uninstalls by what they were of: {@code Test.A-1.0.0}. */
    private final Map<String, CommandProcess> uninstalled = new HashMap<>();

    private final Map<String, Codes> codes = new HashMap<>();
    private final Set<String> everSucceeded = new HashSet<>();
    private final Map<String, List<String>> commands = new TreeMap<>();
    private final Map<String, Round> rounds = new HashMap<>();
    private final Map<Integer, Instant> stopped = new HashMap<>();
    /** When a handler's plan was made anew because the owner had changed his mind. */
    private final Map<String, Instant> decrees = new HashMap<>();

    private boolean judgedAgain;
    private long clockUncertainUntil;

    /** @param at when, by the clock on the wall */
    private record Accepted(int life, Instant at, Wanted goal) {}

    /** What has been done for one goal state in one life of the agent. */
    private static final class Round {
        final Set<String> begun = new HashSet<>();
        final Set<String> enabled = new HashSet<>();
        /** Whoever was let through before somebody else was allowed is not called back. */
        boolean judgedAgain;
    }

    /** Exit codes that later commands of the same plan are told. */
    private static final class Codes {
        String scope = "";
        final Map<String, String> disable = new HashMap<>();
        Optional<String> uninstall = Optional.empty();
        Optional<String> uninstallFor = Optional.empty();

        void forget() {
            disable.clear();
            uninstall = Optional.empty();
        }
    }

    Referee(
            Timeline timeline,
            MemoryFileSystem disk,
            Path lib,
            Universe universe,
            int parallel,
            Tally tally,
            Chronicle chronicle) {
        this.timeline = timeline;
        this.disk = disk;
        this.lib = lib;
        this.universe = universe;
        this.parallel = parallel;
        this.tally = tally;
        this.chronicle = chronicle;
    }

    /** The supervisor has taken the goal state on. */
    void accepts(int life, Instant at, Wanted goal) {
        timeline.outside(this::forgetRemoved);
        accepted.add(new Accepted(life, at, goal));
    }

    /** The goal state in force is judged again: plans of those who may run now, or no more, are made anew. */
    void judgesAgain(int life, Instant at, Wanted.Permission permission) {
        Optional<Accepted> inForce = newest().filter(one -> one.life == life);
        if (inForce.isEmpty()) {
            return;
        }
        judgedAgain = true;
        Wanted before = inForce.get().goal;
        Wanted after = before.allowed(permission);
        // What was decided in the very same instant was decided before.
        accepted.add(new Accepted(life, at.plusNanos(1), after));
        for (Wish wish : before.wishes()) {
            if (before.isDenied(wish) != after.isDenied(wish)) {
                decrees.put(wish.handler(), at);
            }
        }
        rounds.computeIfAbsent(life + "/" + after.id(), name -> new Round()).judgedAgain = true;
    }

    /** That life begins nothing more. */
    void stops(int life, Instant at) {
        stopped.put(life, at);
    }

    Optional<Wanted> lastAccepted() {
        return newest().map(Accepted::goal);
    }

    /** All commands since the last call, by handler. */
    Map<String, List<String>> takeCommands() {
        Map<String, List<String>> taken = new TreeMap<>(commands);
        commands.clear();
        return taken;
    }

    private void require(boolean holds, String rule, CommandProcess process, Object... details) {
        if (!holds) {
            StringBuilder text = new StringBuilder(process.toString());
            for (Object detail : details) {
                text.append("; ").append(detail);
            }
            throw timeline.violated(rule, text.toString());
        }
    }

    @Override
    public void begins(CommandProcess process) {
        chronicle.note(() -> "begins  " + process);
        tally.count("command " + process.kind.word());
        forgetRemoved();
        oneAtATime(process);
        String journal = disk.durable(lib.resolve("goalstated/journal/" + process.handler + ".jsonl"))
                .orElse("");
        String entry = entry(journal, process);
        require(!entry.isEmpty(), "a command is in the journal before it begins", process);
        settled(journal, process);
        booked(process);
        Wanted goal = current(process, entry);
        Wish wish = goal.wish(process.handler)
                .orElseThrow(() -> timeline.violated(
                        "commands are run only for handlers that are asked for", process + "; " + goal));
        require(
                !goal.isDenied(wish) || (judgedAgain && isClockUncertain()),
                "what is denied is not run",
                process,
                goal);
        require(
                !wish.invalid() || wish.state() != RequestedState.ENABLED,
                "handlers with unusable settings are not run",
                process,
                goal);
        commands.computeIfAbsent(process.handler, name -> new ArrayList<>()).add(process.words());
        Codes memory = codes.computeIfAbsent(process.handler, name -> new Codes());
        String scope = process.startedByLife + "/" + goal.id();
        if (!memory.scope.equals(scope)) {
            memory.forget();
            memory.scope = scope;
        }
        if (began(entry).isAfter(decrees.getOrDefault(process.handler, Instant.MAX))) {
            memory.forget();
            decrees.remove(process.handler);
        }
        environment(process, goal, wish, memory);
        readiness(process, wish);
        settings(process, goal, wish);
        dependencies(process, goal, wish, scope);
        running.add(process);
    }

    /** Whatever of the handler was begun earlier has its end in the journal. */
    private void settled(String journal, CommandProcess process) {
        Set<String> open = new LinkedHashSet<>();
        // A torn line counts as not written.
        journal.lines().filter(line -> line.endsWith("}")).forEach(line -> {
            String id = group(OPERATION, line);
            if (line.contains("\"event\": \"begin\"")) {
                open.add(id);
            } else if (line.contains("\"event\": \"settled\"")) {
                open.remove(id);
            }
        });
        open.remove(process.command.operation().getFileName().toString());
        require(open.isEmpty(), "nothing is begun before all that was begun earlier is settled", process, open);
    }

    /** What was booked before a command begins would survive a crash at this moment. */
    private void booked(CommandProcess process) {
        boolean hasSettings = process.kind == CommandKind.ENABLE || process.kind == CommandKind.INSTALL;
        for (String version : Universe.VERSIONS) {
            Path config = lib.resolve(process.handler + "-" + version).resolve("config");
            for (Path file : books(config)) {
                String now = text(file);
                String kept = disk.durable(file).orElse("(nothing)");
                // An empty one was damaged by somebody else; of what was given up, nothing need remain.
                boolean counts = (hasSettings && version.equals(process.version))
                        || Set.of("Installed", "Enabled", "FailedUpgrade").contains(now);
                require(
                        now.isEmpty() || !counts || now.equals(kept),
                        "what is booked survives a crash",
                        process,
                        file,
                        now,
                        "after a crash " + kept);
            }
        }
    }

    private static List<Path> books(Path config) {
        if (!Files.isDirectory(config)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(config)) {
            return files.filter(file -> file.toString().endsWith("HandlerState")
                            || file.toString().endsWith("HandlerStatus")
                            || file.toString().endsWith(".settings"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void oneAtATime(CommandProcess process) {
        for (CommandProcess other : running) {
            require(
                    !other.handler.equals(process.handler),
                    "never are two commands of one handler run at once",
                    process,
                    other);
        }
        boolean exclusive = Machine.isExclusive(process.kind);
        long others = running.stream()
                .filter(it -> Machine.isExclusive(it.kind) == exclusive)
                .count();
        tally.count(running.isEmpty() ? "alone" : "beside others");
        if (exclusive) {
            require(others == 0, "install, update and uninstall are run one at a time", process, running);
        } else {
            require(others < parallel, "only so many enables and disables are run at once", process, running);
        }
        require(parallel > 1 || running.isEmpty(), "serial means serial", process, running);
    }

    private static String entry(String journal, CommandProcess process) {
        String id = "\"operation\": \"" + process.command.operation().getFileName() + "\"";
        return journal.lines()
                .filter(line -> line.contains("\"event\": \"begin\"") && line.contains(id))
                .findFirst()
                .orElse("");
    }

    /** The goal state that the command is run for, which must have been the newest when it was decided on. */
    private Wanted current(CommandProcess process, String entry) {
        String id = group(GOAL, entry);
        Instant began = began(entry);
        Optional<Accepted> latest = Optional.empty();
        Optional<Accepted> meant = Optional.empty();
        for (Accepted one : accepted) {
            if (one.life == process.startedByLife && !one.at.isAfter(began)) {
                if (one.at.isBefore(began) || one.goal.id().equals(id)) {
                    latest = Optional.of(one);
                }
                meant = one.goal.id().equals(id) ? Optional.of(one) : meant;
            }
        }
        if (isClockUncertain()) {
            return accepted.stream()
                    .filter(one ->
                            one.life == process.startedByLife && one.goal.id().equals(id))
                    .findFirst()
                    .or(this::newest)
                    .orElseThrow()
                    .goal;
        }
        require(
                !began.isAfter(stopped.getOrDefault(process.startedByLife, Instant.MAX)),
                "an agent that was told to stop begins nothing",
                process,
                began);
        require(
                meant.isPresent() && latest.get().equals(meant.get()),
                "no command is begun for a goal state that was replaced",
                process,
                id,
                accepted);
        return meant.get().goal;
    }

    private static Instant began(String entry) {
        return Instant.parse(group(BEGAN, entry));
    }

    private boolean isClockUncertain() {
        return timeline.now() < clockUncertainUntil;
    }

    private Optional<Accepted> newest() {
        return accepted.isEmpty() ? Optional.empty() : Optional.of(accepted.get(accepted.size() - 1));
    }

    /** The clock on the wall was set: what was decided shortly before cannot be compared with what is now. */
    void clockSet(long seconds) {
        clockUncertainUntil = timeline.now() + 300_000_000_000L;
        accepted.replaceAll(one -> new Accepted(one.life, one.at.plusSeconds(seconds), one.goal));
        decrees.replaceAll((handler, at) -> at.plusSeconds(seconds));
        stopped.replaceAll((life, at) -> at.plusSeconds(seconds));
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private void environment(CommandProcess process, Wanted goal, Wish wish, Codes memory) {
        Map<String, String> expected = new TreeMap<>();
        expected.put("PATH", "/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin:/bin");
        expected.put("LANG", "C");
        expected.put("AZURE_GUEST_AGENT_EXTENSION_PATH", lib + "/" + process.handler + "-" + process.version);
        expected.put("AZURE_GUEST_AGENT_EXTENSION_VERSION", process.version);
        expected.put("AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS", "168.63.129.16");
        expected.put("AZURE_GUEST_AGENT_EXTENSION_SUPPORTED_FEATURES", FEATURES);
        Optional<Config> config = config(wish, process);
        expected.put(
                "ConfigSequenceNumber",
                config.map(it -> Integer.toString(it.sequence())).orElse("0"));
        if (wish.multiConfig()) {
            process.extension.ifPresent(name -> expected.put("ConfigExtensionName", name));
            require(
                    process.extension.isPresent() || wish.configs().isEmpty(),
                    "commands of a multi-config handler are told their extension",
                    process);
        }
        switch (process.kind) {
            case INSTALL, ENABLE ->
                expected.put(
                        "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE",
                        memory.uninstall
                                .filter(code -> memory.uninstallFor.equals(process.extension))
                                .orElse("NOT_RUN"));
            case UPDATE -> updateEnvironment(process, wish, memory, expected);
            case DISABLE, UNINSTALL -> {}
        }
        require(
                expected.equals(process.environment()),
                "the environment is exact",
                process,
                "expected " + expected,
                "found " + new TreeMap<>(process.environment()),
                goal);
    }

    private static Optional<Config> config(Wish wish, CommandProcess process) {
        return wish.configs().stream()
                .filter(config -> process.extension.isEmpty() || config.name().equals(process.extension.get()))
                .findFirst();
    }

    private void updateEnvironment(CommandProcess process, Wish wish, Codes memory, Map<String, String> expected) {
        String from = process.environment().getOrDefault("AZURE_GUEST_AGENT_UPDATING_FROM_VERSION", "");
        expected.put("VERSION", wish.version());
        expected.put("AZURE_GUEST_AGENT_UPDATING_FROM_VERSION", from);
        require(
                !from.equals(wish.version())
                        && (isReallyInstalled(process.handler, from)
                                || DiskView.of(lib).isInstalled(process.handler, from)),
                "an update starts from an installed version",
                process,
                from);
        String newer = from.compareTo(wish.version()) > 0 ? from : wish.version();
        require(process.version.equals(newer), "update is the newer version's command", process, from);
        if (!wish.multiConfig()) {
            expected.put(
                    "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE", memory.disable.getOrDefault(wish.handler(), "NOT_RUN"));
            return;
        }
        StringBuilder list = new StringBuilder("[");
        for (Config config : wish.configs()) {
            list.append(list.length() == 1 ? "" : ", ")
                    .append("{\"extensionName\": \"")
                    .append(config.name())
                    .append("\", \"exitCode\": \"")
                    .append(memory.disable.getOrDefault(config.name(), "NOT_RUN"))
                    .append("\"}");
        }
        expected.put(
                "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODES_MULTIPLE_EXTENSIONS",
                list.append("]").toString());
    }

    /** Whether the handler is in the state that the command presupposes. */
    private void readiness(CommandProcess process, Wish wish) {
        Set<String> there = installed.getOrDefault(process.handler, Set.of());
        Path script = process.command.directory().resolve("bin/run.sh");
        require(
                Universe.script(process.handler, process.version).equals(text(script)),
                "the package is whole when its commands are run",
                process,
                text(script));
        if (process.kind == CommandKind.ENABLE) {
            require(
                    there.contains(process.version) && process.version.equals(wish.version()),
                    "only what is installed, and asked for, is enabled",
                    process,
                    there);
            require(
                    config(wish, process).map(Config::enabled).orElse(true) && wish.state() == RequestedState.ENABLED,
                    "only what shall be enabled is enabled",
                    process,
                    wish);
        }
        if (process.kind == CommandKind.DISABLE) {
            require(there.contains(process.version), "only what is installed is disabled", process, there);
        }
        if (process.kind == CommandKind.INSTALL) {
            require(
                    process.version.equals(wish.version()) && wish.state() == RequestedState.ENABLED,
                    "only what is asked for is installed",
                    process,
                    wish);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    private void settings(CommandProcess process, Wanted goal, Wish wish) {
        if (process.kind != CommandKind.ENABLE && process.kind != CommandKind.INSTALL) {
            return;
        }
        Optional<Config> config = config(wish, process);
        String expected = process.extension.map(name -> name + ".").orElse("") + process.sequence() + ".settings";
        Path directory = process.command.directory().resolve("config");
        require(
                expected.equals(newestSettings(directory)),
                "the settings of a command are the newest of all",
                process,
                newestSettings(directory));
        String content = text(directory.resolve(expected));
        require(
                config.isEmpty()
                        ? content.isEmpty()
                        : content.contains(
                                goal.settingsMark(wish.handler(), config.get().name())),
                "the settings are those of the goal state",
                process,
                content,
                goal);
    }

    private static String newestSettings(Path directory) {
        String newest = "";
        long time = Long.MIN_VALUE;
        boolean tie = false;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".settings")) {
                    long modified = Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS);
                    tie = modified == time || (tie && modified < time);
                    newest = modified >= time ? file.getFileName().toString() : newest;
                    time = Math.max(time, modified);
                }
            }
        } catch (IOException e) {
            return e.toString();
        }
        return tie ? newest + " and another" : newest;
    }

    /** Whoever an item depends on has been enabled and says so; whoever depends on it has not begun. */
    private void dependencies(CommandProcess process, Wanted goal, Wish wish, String scope) {
        Round round = rounds.computeIfAbsent(scope, name -> new Round());
        if (process.kind == CommandKind.DISABLE && !process.version.equals(wish.version())) {
            // One plan disables all extensions of the old version, whoever's turn it is.
            return;
        }
        if (process.kind == CommandKind.DISABLE && wish.state() == RequestedState.UNINSTALL) {
            return;
        }
        Order order = Order.of(goal);
        String mine = process.extension.map(name -> wish.handler() + "." + name).orElse(wish.handler());
        if (order.item(mine).isEmpty()) {
            return;
        }
        for (Order.Entry before : order.before(mine)) {
            if (before.removal()) {
                continue;
            }
            require(
                    round.enabled.contains(before.name()),
                    "nobody begins before those he depends on are enabled",
                    process,
                    before,
                    goal);
            require(
                    before.config().isEmpty() || everSucceeded.contains(before.statusName()),
                    "nobody begins before the status of those he depends on says success",
                    process,
                    before,
                    everSucceeded);
        }
        for (String other : round.begun) {
            require(
                    round.judgedAgain
                            || order.before(other).stream()
                                    .noneMatch(entry -> entry.name().equals(mine)),
                    "nobody begins after those that depend on him",
                    process,
                    other,
                    goal);
        }
        round.begun.add(mine);
    }

    @Override
    public void ends(CommandProcess process) {
        chronicle.note(() -> "ends    " + process + (process.timedOut ? " (time-out)" : " exit " + process.exit));
        running.remove(process);
        if (process.startedByLife != timeline.living()) {
            tally.count("command outlived its agent");
        }
        remember(process, process.timedOut ? "1011" : Integer.toString(process.exit));
        Set<String> there = installed.computeIfAbsent(process.handler, name -> new HashSet<>());
        boolean good = process.exit == 0;
        switch (process.kind) {
            case INSTALL -> {
                if (good) {
                    there.add(process.version);
                    everInstalled.add(process.handler + "-" + process.version);
                    uninstalled.remove(process.handler + "-" + process.version);
                }
            }
            case UPDATE -> {
                String target = process.environment().getOrDefault("VERSION", "");
                updatedTo.remove(process.handler);
                if (good && !universe.traits(process.handler, target).installsOnUpdate()) {
                    updatedTo.put(process.handler, target);
                }
            }
            case UNINSTALL -> {
                if (good) {
                    there.remove(process.version);
                    uninstalled.put(process.handler + "-" + process.version, process);
                }
                Optional<String> target = Optional.ofNullable(updatedTo.remove(process.handler));
                target.ifPresent(version -> {
                    there.add(version);
                    everInstalled.add(process.handler + "-" + version);
                    uninstalled.remove(process.handler + "-" + version);
                });
            }
            case ENABLE -> {
                Codes memory = codes.computeIfAbsent(process.handler, name -> new Codes());
                if (good && rounds.containsKey(memory.scope)) {
                    rounds.computeIfAbsent(memory.scope, name -> new Round())
                            .enabled
                            .add(process.extension
                                    .map(name -> process.handler + "." + name)
                                    .orElse(process.handler));
                }
            }
            case DISABLE -> {}
        }
        if (!good) {
            tally.count(process.timedOut ? "command timed out" : "command failed");
        }
    }

    @Override
    public void neverBegins(CommandProcess process) {
        chronicle.note(() -> "could not be launched: " + process);
        tally.count("command not launched");
        newest().ifPresent(one -> {
            Codes memory = codes.computeIfAbsent(process.handler, name -> new Codes());
            String scope = process.startedByLife + "/" + one.goal.id();
            if (!memory.scope.equals(scope)) {
                memory.forget();
                memory.scope = scope;
            }
        });
        String code = switch (process.kind) {
            case INSTALL -> "1007";
            case UPDATE -> "1008";
            case ENABLE -> "1009";
            case DISABLE -> "1010";
            case UNINSTALL -> "1000";
        };
        remember(process, code);
    }

    /** Keeps the exit code for the commands that are told, as long as the plan goes on. */
    private void remember(CommandProcess process, String code) {
        Codes memory = codes.computeIfAbsent(process.handler, name -> new Codes());
        switch (process.kind) {
            case DISABLE -> memory.disable.put(process.extension.orElse(process.handler), code);
            case UNINSTALL -> {
                memory.uninstall = Optional.of(code);
                memory.uninstallFor = process.extension;
            }
            case INSTALL, ENABLE, UPDATE -> {}
        }
        Optional<Wish> wish = lastAccepted().flatMap(goal -> goal.wish(process.handler));
        // A failing update ends the plan whatever the manifest wants (spec 02 §5.5 step 3), also the newer version's in
        // a
        // downgrade.
        boolean goesOn = code.equals("0")
                || wish.filter(it -> process.kind != CommandKind.UPDATE)
                        .filter(it -> it.state() == RequestedState.ENABLED
                                && !it.version().equals(process.version))
                        .filter(it ->
                                universe.traits(it.handler(), it.version()).continuesOnUpdateFailure())
                        .isPresent();
        if (process.kind == CommandKind.ENABLE || !goesOn) {
            memory.forget();
        }
    }

    @Override
    public void succeeds(CommandProcess process) {
        everSucceeded.add(
                process.handler + process.extension.map(name -> "." + name).orElse("") + "#" + process.sequence());
    }

    /** Power has failed: no process runs, and what was uninstalled just now may be there again. */
    void crash() {
        running.clear();
        DiskView view = DiskView.of(lib);
        uninstalled.forEach((name, process) -> {
            String journal = text(lib.resolve("goalstated/journal/" + process.handler + ".jsonl"));
            require(
                    !isSettledAsDone(process, journal) || !view.isInstalled(process.handler, process.version),
                    "what was uninstalled, and is settled, is not back after a crash",
                    process,
                    view);
        });
        for (String name : everInstalled) {
            Universe.parts(name)
                    .filter(parts -> view.isInstalled(parts[0], parts[1]))
                    .ifPresent(parts -> installed
                            .computeIfAbsent(parts[0], handler -> new HashSet<>())
                            .add(parts[1]));
        }
        forgetRemoved();
    }

    /** Its success may have been lost with the power, and its end settled as an unknown one: then it is to be there. */
    private static boolean isSettledAsDone(CommandProcess process, String journal) {
        String id = process.command.operation().getFileName().toString();
        return journal.lines()
                .filter(line -> line.endsWith("}") && line.contains("\"event\": \"settled\""))
                .filter(line -> line.contains("\"result\": \"exit code 0\""))
                .anyMatch(line -> group(OPERATION, line).equals(id));
    }

    private void forgetRemoved() {
        installed.forEach((handler, versions) ->
                versions.removeIf(version -> !Files.isDirectory(lib.resolve(handler + "-" + version))));
    }

    boolean isReallyInstalled(String handler, String version) {
        forgetRemoved();
        return installed.getOrDefault(handler, Set.of()).contains(version);
    }
}
