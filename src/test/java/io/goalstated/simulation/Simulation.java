package io.goalstated.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.simulation.Behaviour.Calm;
import io.goalstated.simulation.Behaviour.Luck;
import io.goalstated.simulation.Wanted.Wish;
import io.goalstated.simulation.disk.MemoryFileSystem;
import io.goalstated.supervise.SupervisionView.HandlerView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One history. First the script's happenings, then peace: what is left is brought to an end, and two more goal states must
 * lead exactly where the {@link Forecast} says.
 */
final class Simulation implements AgentLife.World {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** By then everything is over: 90 minutes for dependencies, and a minute each for a few dozen commands. */
    private static final long PATIENCE = TimeUnit.HOURS.toNanos(12);

    /** By then what the disk did not let go is gone, without a restart. */
    private static final long HOUSEKEEPING = 130 * SECOND;

    private static final long MOST_A_SECOND = 6_000;
    private static final long MOST_EVENTS = 3_000_000;
    private static final List<String> TEMPORARY = List.of("operations", "staging", "removed");
    private static final Set<String> HANDLER_WORDS = Set.of("Ready", "NotReady", "Installing", "Unresponsive");
    private static final Set<String> EXTENSION_WORDS = Set.of("transitioning", "success", "error", "warning");

    private final Script script;
    private final Tally tally = new Tally();
    private final Timeline timeline;
    private final Chronicle chronicle;
    private final MemoryFileSystem disk;
    private final Path lib;
    private final Universe universe;
    private final Referee referee;
    private final Machine machine;
    private final Faults faults;
    private long wall = TimeUnit.SECONDS.toNanos(1_790_000_000L);
    private long secondBegan;
    private long happenedBefore;
    private int lives;
    private boolean looking;
    private Optional<AgentLife> agent = Optional.empty();
    private Optional<Wanted> published = Optional.empty();
    private String lastReport = "";
    /** What cannot be deleted then is deleted once it can be. */
    private boolean diskWasBad;

    /**
     * How it went.
     *
     * @param lines what happened, when that was asked for
     */
    record Result(Optional<Violation> violation, Tally tally, long events, List<String> lines) {}

    private Simulation(Script script, boolean chronicled) {
        this.script = script;
        this.timeline = new Timeline(new Random(script.seed()));
        this.chronicle = new Chronicle(chronicled, timeline);
        this.disk = new MemoryFileSystem(() -> wall + timeline.now());
        this.lib = disk.path("/var/lib/waagent");
        this.universe = new Universe(script.seed(), script.perfect());
        this.referee = new Referee(timeline, disk, lib, universe, script.parallel(), tally, chronicle);
        this.machine = new Machine(timeline, disk, referee, new Luck(script.seed(), script.bad()));
        this.faults = new Faults(timeline, script.crowded(), tally);
    }

    static Result run(Script script, boolean chronicled) {
        Simulation simulation = new Simulation(script, chronicled);
        Optional<Violation> violation = Optional.empty();
        try {
            simulation.live();
        } catch (Violation e) {
            violation = Optional.of(e);
        }
        simulation.tally.add("operations on the disk", simulation.faults.operations());
        return new Result(violation, simulation.tally, simulation.timeline.happened(), simulation.chronicle.lines());
    }

    private void live() {
        try {
            Files.createDirectories(lib);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk.writeBackAll();
        disk.gate(faults);
        start();
        for (Happening happening : script.happenings()) {
            pass(happening.after() * MILLISECOND);
            happen(happening);
        }
        faults.over();
        tally.count("histories");
        settle("after the turmoil");
        if (diskWasBad) {
            pass(HOUSEKEEPING);
            disk.writeBackAll();
        }
        consistent();
        Author author = new Author(script.seed() + 1);
        for (int i = 0; i < 2; i++) {
            inPeace(
                    withNumber(author.goal(false), 1_000 + i),
                    new Calm(script.seed() + i, i == 0 ? script.persistent() : 0));
        }
    }

    private static Wanted withNumber(Wanted goal, int number) {
        return new Wanted(
                number, goal.fastTrack(), goal.onHold(), goal.unsupported(), goal.permission(), goal.wishes());
    }

    private void start() {
        lives++;
        timeline.live(lives);
        tally.count("starts of the agent");
        int number = lives;
        AgentLife life = new AgentLife(this, new Lifetime(timeline, number, script.sluggish()));
        agent = Optional.of(life);
        chronicle.note(() -> "the agent starts, life " + number);
        life.begin();
        looking = true;
        look(number);
    }

    /** The agent polls. When it has learnt of the last goal state, its polls are not worth the time until the next one. */
    private void look(int number) {
        timeline.inTheWorld((200 + timeline.random().nextInt(800)) * MILLISECOND, () -> {
            if (number == lives && agent.isPresent()) {
                published.ifPresent(agent.get()::learnOf);
                looking = published.isEmpty() || !agent.get().knows(published.get());
                if (looking) {
                    look(number);
                }
            }
        });
    }

    private void happen(Happening happening) {
        if (happening instanceof Happening.Publish publish) {
            publish(publish.goal());
        } else if (happening instanceof Happening.Kill kill) {
            faults.endAfter(kill.operations(), () -> {
                tally.count("kill");
                chronicle.note(() -> "the agent is killed");
                die(kill.pause());
            });
        } else if (happening instanceof Happening.Crash crash) {
            faults.endAfter(crash.operations(), () -> {
                tally.count("crash of the machine");
                chronicle.note(() -> "power fails");
                machine.crash();
                disk.crash(timeline.random());
                die(crash.pause());
                timeline.outside(referee::crash);
            });
        } else if (happening instanceof Happening.Trouble trouble) {
            chronicle.note(() -> "trouble begins: " + trouble);
            faults.begin(trouble.kind(), trouble.percent());
            diskWasBad |= trouble.kind() == Happening.Trouble.Kind.DISK_BROKEN
                    || trouble.kind() == Happening.Trouble.Kind.DISK_FULL;
            timeline.inTheWorld(trouble.lasting() * MILLISECOND, () -> faults.over(trouble.kind()));
        } else if (happening instanceof Happening.Stop stop) {
            stop(stop);
        } else if (happening instanceof Happening.Decree decree) {
            chronicle.note(() -> "the owner allows " + decree.permission());
            tally.count("the owner changes his mind");
            published = published.map(goal -> goal.allowed(decree.permission()));
            published.ifPresent(goal -> agent.ifPresent(it -> it.judgeAgain(goal)));
        } else if (happening instanceof Happening.SetClock clock) {
            chronicle.note(() -> "the clock is set by " + clock.seconds() + " s");
            wall += clock.seconds() * SECOND;
            referee.clockSet(clock.seconds());
        } else if (happening instanceof Happening.Damage damage) {
            damage(damage);
        }
    }

    private void stop(Happening.Stop stop) {
        if (agent.isEmpty()) {
            return;
        }
        int number = lives;
        chronicle.note(() -> "the agent is told to stop");
        tally.count("orderly stop");
        agent.get().stop();
        timeline.inTheWorld((1 + stop.grace()) * MILLISECOND, () -> {
            if (number == lives && agent.isPresent()) {
                die(stop.pause());
            }
        });
    }

    private void publish(Wanted goal) {
        published = Optional.of(goal);
        if (!looking && agent.isPresent()) {
            looking = true;
            look(lives);
        }
        tally.count("goal states");
        tally.count("goal states " + goal.permission());
        if (goal.onHold()) {
            tally.count("goal states on hold");
        }
        if (goal.unsupported()) {
            tally.count("goal states unsupported");
        }
        chronicle.note(() -> "published " + goal);
    }

    private void damage(Happening.Damage damage) {
        Path file = lib.resolve(damage.handler() + "-" + damage.version()).resolve("config/HandlerState");
        try {
            if (Files.exists(file)) {
                chronicle.note(() -> "damaged: " + file);
                tally.count("damaged HandlerState");
                Files.writeString(file, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void die(long pause) {
        timeline.live(-1);
        agent = Optional.empty();
        timeline.inTheWorld((1 + pause) * MILLISECOND, this::start);
    }

    private void pass(long time) {
        long until = timeline.now() + time;
        while (timeline.step(until)) {
            orderly();
        }
    }

    private void orderly() {
        if (timeline.now() - secondBegan >= SECOND) {
            secondBegan = timeline.now();
            happenedBefore = timeline.happened();
        } else if (timeline.happened() - happenedBefore > MOST_A_SECOND) {
            throw timeline.violated("nobody is busy with nothing", "" + agent.map(AgentLife::view));
        }
        if (timeline.happened() > MOST_EVENTS) {
            throw timeline.violated("nothing goes on for ever", "" + agent.map(AgentLife::view));
        }
    }

    /** Lets everything come to its end. */
    private void settle(String when) {
        long until = timeline.now() + PATIENCE;
        while (!isSettled()) {
            if (!timeline.step(until)) {
                throw timeline.violated("nobody waits for ever", when + ": " + agent.map(AgentLife::view));
            }
            orderly();
        }
        if (script.reporting()) {
            pass(40 * SECOND);
        }
        disk.writeBackAll();
    }

    private boolean isSettled() {
        return agent.isPresent()
                && !machine.isBusy()
                && published.map(agent.get()::isThrough).orElse(false);
    }

    /** What must hold whenever everything is through. */
    private void consistent() {
        DiskView view = DiskView.of(lib);
        for (String handler : Universe.HANDLERS) {
            for (String version : view.installed(handler)) {
                if (!referee.isReallyInstalled(handler, version)) {
                    throw timeline.violated(
                            "what is recorded as installed is installed", handler + "-" + version + "; " + view);
                }
            }
        }
        gone(view);
        tidy();
        verdict();
        reported();
    }

    /** What the goal state does not list is not there any more. */
    private void gone(DiskView view) {
        Wanted goal = published.orElseThrow();
        for (String handler : Universe.HANDLERS) {
            boolean asked =
                    goal.onHold() || goal.unsupported() || goal.wish(handler).isPresent();
            if (!asked && !view.versions(handler).isEmpty()) {
                throw timeline.violated("what is not in the goal state goes", handler + "; " + view + "; " + goal);
            }
        }
    }

    private void tidy() {
        List<String> litter = new ArrayList<>();
        try (Stream<Path> files = Files.walk(lib)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean own = TEMPORARY.stream()
                        .anyMatch(directory ->
                                file.startsWith(lib.resolve("goalstated").resolve(directory)));
                if (name.startsWith(".goalstated-") || (own && file.getNameCount() > lib.getNameCount() + 2)) {
                    litter.add(file.toString());
                }
                if (name.endsWith(".jsonl")) {
                    settledJournal(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!litter.isEmpty()) {
            throw timeline.violated("nothing temporary is left", litter.toString());
        }
    }

    private void settledJournal(Path file) throws IOException {
        Set<String> open = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            try {
                JsonNode record = Json.parse(line);
                if (record.path("event").asText().equals("begin")) {
                    open.add(record.path("operation").asText());
                } else if (record.path("event").asText().equals("settled")) {
                    open.remove(record.path("operation").asText());
                }
            } catch (MalformedJson e) {
                // A torn line counts as not written.
            }
        }
        if (!open.isEmpty()) {
            throw timeline.violated("every command that was begun is settled", file + " " + open);
        }
    }

    private void verdict() {
        Wanted goal = published.orElseThrow();
        if (goal.onHold()) {
            return;
        }
        var verdict = agent.orElseThrow().view().verdict();
        boolean fits = verdict.isPresent()
                && verdict.get().goalStateId().equals(goal.id())
                && verdict.get().isSuccess() != goal.unsupported();
        if (!fits) {
            throw timeline.violated("the verdict is on the last goal state", verdict + "; " + goal);
        }
    }

    private void reported() {
        if (script.reporting()
                && !lastReport.contains("\"inSvdSeqNo\"")
                && !published.get().onHold()) {
            throw timeline.violated("the verdict is reported", lastReport);
        }
    }

    @Override
    public void reported(byte[] document) {
        lastReport = new String(document, StandardCharsets.US_ASCII);
        tally.count("reports");
        Set<String> seen = new HashSet<>();
        try {
            for (JsonNode entry : Json.parse(lastReport).path("aggregateStatus").path("handlerAggregateStatus")) {
                JsonNode settings = entry.path("runtimeSettingsStatus");
                String name = entry.path("handlerName").asText() + "/"
                        + settings.path("extensionName").asText();
                JsonNode word = settings.path("settingsStatus").path("status").path("status");
                boolean legal = seen.add(name)
                        && HANDLER_WORDS.contains(entry.path("status").asText())
                        && Universe.VERSIONS.contains(
                                entry.path("handlerVersion").asText())
                        && (settings.isMissingNode() || EXTENSION_WORDS.contains(word.asText()));
                if (!legal) {
                    throw timeline.violated("every report is legal", entry + " in " + lastReport);
                }
            }
        } catch (MalformedJson e) {
            throw timeline.violated("every report is legal", lastReport);
        }
    }

    /** One goal state that nothing disturbs must lead exactly where the tables say. */
    private void inPeace(Wanted goal, Calm calm) {
        machine.behave(calm);
        referee.takeCommands();
        Forecast forecast = new Forecast(universe, calm, DiskView.of(lib), goal);
        publish(goal);
        settle("in peace");
        consistent();
        Map<String, List<String>> commands = referee.takeCommands();
        if (!commands.equals(forecast.commands())) {
            throw timeline.violated(
                    "in peace exactly the right commands are run",
                    "expected " + forecast.commands() + "; found " + commands + "; " + goal);
        }
        DiskView after = DiskView.of(lib);
        for (String handler : Universe.HANDLERS) {
            String found = installed(after, handler);
            boolean gone =
                    forecast.hasDirectory(handler) || after.versions(handler).isEmpty();
            if (!found.equals(forecast.installed(handler)) || !gone) {
                throw timeline.violated(
                        "in peace the end is the right one",
                        handler + " expected " + forecast.installed(handler) + "; found " + after + "; " + goal);
            }
        }
        if (script.reporting()) {
            complete(goal, forecast);
        }
        for (Wish wish : goal.wishes()) {
            if (!wish.multiConfig()) {
                outcome(wish, forecast.outcome(wish.handler()));
            }
        }
    }

    /** The last report lists whom the platform wants, and nobody else. */
    private void complete(Wanted goal, Forecast forecast) {
        Set<String> listed = new HashSet<>();
        try {
            Json.parse(lastReport)
                    .path("aggregateStatus")
                    .path("handlerAggregateStatus")
                    .forEach(entry -> listed.add(entry.path("handlerName").asText()));
        } catch (MalformedJson e) {
            throw timeline.violated("every report is legal", lastReport);
        }
        for (String handler : Universe.HANDLERS) {
            Optional<Wish> wish = goal.wish(handler);
            boolean wanted =
                    wish.filter(it -> it.state() == RequestedState.ENABLED).isPresent();
            boolean gone = wish.isEmpty()
                    || (wish.get().state() == RequestedState.UNINSTALL && !forecast.hasDirectory(handler));
            if ((wanted && !listed.contains(handler)) || (gone && listed.contains(handler))) {
                throw timeline.violated(
                        "the report lists the right handlers", handler + "; " + lastReport + "; " + goal);
            }
        }
    }

    private static String installed(DiskView view, String handler) {
        return view.installed(handler).stream()
                .map(version ->
                        version + " " + view.versions(handler).get(version) + view.enabledExtensions(handler, version))
                .toList()
                .toString();
    }

    private void outcome(Wish wish, int code) {
        Optional<HandlerStatus> status = agent.orElseThrow().view().handlers().stream()
                .filter(handler -> handler.name().value().equals(wish.handler()))
                .findFirst()
                .flatMap(HandlerView::status);
        boolean enabled = wish.state() == RequestedState.ENABLED;
        boolean fits = code != 0
                ? status.isPresent()
                        && status.get().code() == code
                        && status.get().status().equals("NotReady")
                : !enabled || (status.isPresent() && status.get().status().equals("Ready"));
        tally.count("outcome " + wish.state().text() + " " + code);
        if (!fits) {
            throw timeline.violated(
                    "in peace the status is the right one", wish + " expected " + code + "; found " + status);
        }
    }

    @Override
    public Script script() {
        return script;
    }

    @Override
    public Path lib() {
        return lib;
    }

    @Override
    public Path logs() {
        return disk.path("/var/log/azure");
    }

    @Override
    public InstantSource clock() {
        return () -> Instant.ofEpochSecond(0, wall + timeline.now());
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public Universe universe() {
        return universe;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public Referee referee() {
        return referee;
    }

    @Override
    public void failed(Throwable cause) {
        chronicle.note(() -> "the agent cannot start: " + cause);
        tally.count("start failed");
        die(5_000);
    }
}
