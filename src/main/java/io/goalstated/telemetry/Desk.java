package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.CommonParameters;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.event.Moment;
import io.goalstated.event.TelemetryEvent;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes what the agent has to tell. Until it is known what the platform calls this VM the events wait here; from then on
 * they go to the outbox, those of a second together. Confined to the event loop, but for the two methods that anybody
 * may call.
 */
public final class Desk implements Events {
    /** What an agent that never meets its platform keeps. */
    private static final int MOST_WAITING = 500;

    private static final Duration GATHERING = Duration.ofSeconds(1);
    /** What the platform calls the thread that deals with goal states. */
    private static final String TASK = "ExtHandler";

    private final Timers timers;
    private final InstantSource clock;
    private final Offload offload;
    private final Supplier<TelemetryLevel> level;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private Optional<Outbox> outbox = Optional.empty();
    private Optional<Timers.Timer> timer = Optional.empty();
    private CommonParameters common;
    private Runnable added = () -> {};
    private boolean stopped;

    /** Something told, to be completed once the common parameters are known. */
    private record Told(Function<CommonParameters, TelemetryEvent> event) {}

    /** @param version of the agent, as reported to the platform */
    public Desk(Shell shell, Supplier<TelemetryLevel> level, String version) {
        this.timers = shell.timers();
        this.clock = shell.clock();
        this.offload = shell.offload();
        this.level = level;
        this.common = CommonParameters.of(version);
    }

    @Override
    public void tell(AgentEvent event) {
        Moment moment = now();
        timers.onLoop(() -> {
            if (level.get().takes(event)) {
                take(new Told(known -> event.complete(known, moment)));
            }
        });
    }

    @Override
    public void measured(Metric metric) {
        Moment moment = now();
        timers.onLoop(() -> {
            if (level.get().takesEverything()) {
                take(new Told(known -> metric.complete(known, moment)));
            }
        });
    }

    /** This agent, at this moment. */
    Moment now() {
        long process = ProcessHandle.current().pid();
        return new Moment(clock.instant(), process, process, TASK);
    }

    CommonParameters common() {
        return common;
    }

    void know(CommonParameters now) {
        common = now;
    }

    /** @param told runs whenever something was added */
    void open(Outbox box, Runnable told) {
        outbox = Optional.of(box);
        added = told;
        arm();
    }

    /** What is still here goes to the disk; nothing more is taken. */
    Future<Void> close() {
        Future<Void> flushed = flush();
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
        return flushed;
    }

    private void take(Told told) {
        if (stopped) {
            return;
        }
        waiting.addLast(told);
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
        }
        arm();
    }

    private void arm() {
        if (outbox.isPresent() && timer.isEmpty() && !waiting.isEmpty()) {
            timer = Optional.of(timers.after(GATHERING, this::flush));
        }
    }

    private Future<Void> flush() {
        timer = Optional.empty();
        if (stopped || outbox.isEmpty() || waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Told> batch = List.copyOf(waiting);
        waiting.clear();
        CommonParameters known = common;
        return offload.run(() -> encode(batch, known))
                .compose(outbox.get()::add)
                .onSuccess(kept -> added.run())
                .mapEmpty();
    }

    private static List<EncodedEvent> encode(List<Told> batch, CommonParameters known) {
        List<EncodedEvent> events = new ArrayList<>();
        batch.forEach(told -> EncodedEvent.of(told.event().apply(known)).ifPresent(events::add));
        return events;
    }
}
