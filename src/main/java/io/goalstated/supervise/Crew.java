package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.supervise.SupervisionView.HandlerView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The workers, one for each handler that was ever heard of, in the order in which they are reported. */
final class Crew {
    private final Map<HandlerName, HandlerWorker> workers = new LinkedHashMap<>();
    private final Function<HandlerName, HandlerWorker> hire;

    Crew(Function<HandlerName, HandlerWorker> hire) {
        this.hire = hire;
    }

    HandlerWorker worker(HandlerName name) {
        return workers.computeIfAbsent(name, hire);
    }

    /** These come first from now on, in this order, as in the goal state. */
    void lineUp(Collection<HandlerName> asked) {
        Map<HandlerName, HandlerWorker> ordered = new LinkedHashMap<>();
        asked.forEach(name -> ordered.put(name, worker(name)));
        workers.forEach(ordered::putIfAbsent);
        workers.clear();
        workers.putAll(ordered);
    }

    /** Those whose handlers are not among these. */
    List<HandlerWorker> except(Collection<HandlerName> asked) {
        return workers.entrySet().stream()
                .filter(entry -> !asked.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    void carryOn() {
        List.copyOf(workers.values()).forEach(HandlerWorker::carryOn);
    }

    void stop() {
        workers.values().forEach(HandlerWorker::stop);
    }

    boolean isIdle() {
        return workers.values().stream().allMatch(HandlerWorker::isIdle);
    }

    int busy() {
        return (int) workers.values().stream().filter(HandlerWorker::isBusy).count();
    }

    int pending() {
        return workers.values().stream().mapToInt(HandlerWorker::pending).sum();
    }

    /** Whether the disk has spoken of every handler. */
    boolean isKnown() {
        return workers.values().stream().allMatch(HandlerWorker::isKnown);
    }

    List<HandlerView> views() {
        List<HandlerView> views = new ArrayList<>();
        workers.values().forEach(worker -> worker.view().ifPresent(views::add));
        return views;
    }
}
