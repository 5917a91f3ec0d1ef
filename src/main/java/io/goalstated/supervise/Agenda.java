package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What is to be done next for one handler: what an earlier run left open first, then what the latest assignment asks, in
 * its order. A new assignment replaces all that has not begun. Confined to the event loop.
 */
final class Agenda {
    private final HandlerName name;
    private final Deque<Item> pending = new ArrayDeque<>();
    private Optional<Assignment> assignment = Optional.empty();
    private Optional<ItemPlan> prepared = Optional.empty();
    private boolean vanishing;
    private boolean unsettled;
    private boolean settling;
    private boolean reviewing;

    Agenda(HandlerName name) {
        this.name = name;
    }

    /** How what comes next is done. */
    interface Doing {
        /** What could not be booked is tried once more, before anything else is begun. */
        void settle();

        /** All that is on the disk goes. */
        void removeAll();

        void nothing();

        /** There is no plan for the item yet. */
        void prepare(Item item);

        void start(Item item, ItemPlan plan);
    }

    void next(Doing doing) {
        if (settling) {
            settling = false;
            doing.settle();
        } else if (vanishing) {
            vanishing = false;
            doing.removeAll();
        } else if (pending.isEmpty()) {
            doing.nothing();
        } else if (prepared.isEmpty()) {
            doing.prepare(pending.getFirst());
        } else {
            doing.start(pending.getFirst(), prepared.get());
        }
    }

    /** Whether nothing is left of what the assignment asks. */
    boolean isEmpty() {
        return pending.isEmpty() && !vanishing;
    }

    /** How many items have not begun. */
    int pending() {
        return pending.size();
    }

    /** The assignment asks for these items of the handler; returns the first. */
    Item take(Assignment next) {
        replace(next);
        pending.addAll(next.itemsOf(name));
        return pending.getFirst();
    }

    /** The assignment asks for nothing of the handler. */
    void takeNothing(Assignment next) {
        replace(next);
    }

    /** The assignment does not list the handler. */
    void takeRemoval(Assignment next) {
        replace(next);
        vanishing = true;
    }

    /** The assignment asks for the same under other rules: what they refuse is to be done, if that is all that is new. */
    void takeReview(Assignment next, boolean settledBefore) {
        take(next);
        reviewing = settledBefore;
    }

    /** Nothing is to be done any more. */
    void close() {
        assignment = Optional.empty();
        pending.clear();
        vanishing = false;
        settling = false;
    }

    private void replace(Assignment next) {
        assignment = Optional.of(next);
        prepared = Optional.empty();
        pending.clear();
        vanishing = false;
        reviewing = false;
        settling = unsettled;
    }

    Assignment assignment() {
        return assignment.orElseThrow();
    }

    boolean isCurrent(Assignment mine) {
        return assignment
                .filter(current -> current.revision() == mine.revision())
                .isPresent();
    }

    /** The item can be begun; false when there is nothing to do for it after all. */
    boolean isPlanned(Item item, ItemPlan plan) {
        if (reviewing && !isRefusal(plan)) {
            pending.remove(item);
            return false;
        }
        prepared = Optional.of(plan);
        return true;
    }

    private static boolean isRefusal(ItemPlan plan) {
        return plan.steps().stream().anyMatch(step -> step instanceof Step.Fail failure && failure.denied());
    }

    /** The first item has begun: if it is begun again, then with another plan. */
    void begun() {
        prepared = Optional.empty();
    }

    /** The first item is over. */
    void finished() {
        pending.pollFirst();
    }

    /** Whether books are left open that the next assignment has to close first. */
    void settled(boolean all) {
        unsettled = !all;
    }

    /** Books were left open: they are closed before whatever comes next. */
    void leftOpen() {
        unsettled = true;
        settling = true;
    }
}
