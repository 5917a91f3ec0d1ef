package io.goalstated.supervise;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.VersionNumber;
import io.goalstated.plan.Item;
import io.goalstated.plan.Sequencing;
import io.goalstated.plan.Sequencing.ExtensionState;
import io.goalstated.plan.Sequencing.Gate;
import io.goalstated.plan.Sequencing.Progress;
import io.goalstated.platform.Timers;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far the items of one goal state are, and who may start. While somebody waits for the status of a dependency, its
 * status file is looked at twice a second; the time for all waits together is limited. Confined to the event loop.
 */
final class GoalProgress {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Workshop workshop;
    private final Assignment assignment;
    private final Runnable moved;
    private final IdentityHashMap<Item, Progress> progress = new IdentityHashMap<>();
    private final Map<Item, VersionNumber> awaited = new LinkedHashMap<>();
    private final Set<Item> skipped = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<Timers.Timer> timer = Optional.empty();
    private boolean stopped;

    /** @param moved called when a waiting item may have become free to start */
    GoalProgress(Workshop workshop, Assignment assignment, Runnable moved) {
        this.workshop = workshop;
        this.assignment = assignment;
        this.moved = moved;
    }

    Gate gate(Item item) {
        Gate gate = assignment.sequencing().gate(item, this::progressOf);
        if (gate instanceof Gate.Wait wait && wait.itsStatus() && isTimeOver()) {
            gate = new Gate.Skip(Sequencing.timedOut(wait.forWhom(), "transitioning"));
        }
        if (gate instanceof Gate.Skip) {
            skipped.add(item);
        }
        return gate;
    }

    private Progress progressOf(Item item) {
        return progress.getOrDefault(item, new Progress.Pending());
    }

    private boolean isTimeOver() {
        long elapsed = workshop.equipment().timers().nanoTime() - assignment.began();
        return elapsed >= Rules.DEPENDENCY_TIME.toNanos();
    }

    void ended(Item item, ItemOutcome outcome) {
        if (outcome instanceof ItemOutcome.Done done) {
            boolean expected = item.settings().isPresent() && !item.isRemoval() && isAwaited(item);
            progress.put(item, new Progress.Done(expected ? ExtensionState.UNFINISHED : ExtensionState.NOT_EXPECTED));
            if (expected) {
                awaited.put(item, done.version());
                look();
            }
        } else {
            progress.put(item, new Progress.Failed());
        }
    }

    /** The item was not begun because of one before it. */
    boolean isSkipped(Item item) {
        return skipped.contains(item);
    }

    /** The item is to be done again. */
    void forget(Item item) {
        progress.remove(item);
        awaited.remove(item);
        skipped.remove(item);
    }

    private boolean isAwaited(Item item) {
        return assignment.items().stream()
                .anyMatch(other -> assignment.sequencing().predecessors(other).contains(item));
    }

    private void look() {
        timer.ifPresent(Timers.Timer::cancel);
        timer = Optional.empty();
        if (stopped || awaited.isEmpty()) {
            return;
        }
        Map<Item, VersionNumber> looked = new LinkedHashMap<>(awaited);
        workshop.equipment()
                .offload()
                .run(() -> states(looked))
                .onSuccess(this::take)
                .onComplete(done -> {
                    if (!stopped && !awaited.isEmpty()) {
                        timer = Optional.of(workshop.equipment().timers().after(LOOK_AGAIN, this::look));
                    }
                });
    }

    private Map<Item, ExtensionState> states(Map<Item, VersionNumber> looked) {
        Map<Item, ExtensionState> states = new LinkedHashMap<>();
        looked.forEach((item, version) -> {
            HandlerLayout layout = workshop.equipment().layout(item.name(), version);
            states.put(item, workshop.inventory().extensionState(layout, item.extension(), item.sequenceNumber()));
        });
        return states;
    }

    private void take(Map<Item, ExtensionState> states) {
        boolean news = isTimeOver();
        for (Map.Entry<Item, ExtensionState> state : states.entrySet()) {
            if (state.getValue() != ExtensionState.UNFINISHED) {
                awaited.remove(state.getKey());
                progress.put(state.getKey(), new Progress.Done(state.getValue()));
                news = true;
            }
        }
        if (news && !stopped) {
            moved.run();
        }
    }

    /** A newer goal state has taken over. */
    void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
    }
}
