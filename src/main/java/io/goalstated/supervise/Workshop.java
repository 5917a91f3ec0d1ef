package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.plan.PlanText;
import io.goalstated.platform.Disk;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all workers share: the equipment, the books, the journal and the lanes. */
record Workshop(
        Equipment equipment, HandlerStore store, Books books, Journal journal, CommandTask commands, Lanes lanes) {

    static Workshop of(Equipment equipment) {
        HandlerStore store = new HandlerStore(equipment.disk(), equipment.libDirectory(), equipment.logDirectory());
        Journal journal = new Journal(equipment.disk(), equipment.ownDirectory().resolve("journal"));
        return new Workshop(
                equipment,
                store,
                new Books(equipment, store),
                journal,
                new CommandTask(equipment, store, journal, new CommandLog(equipment.disk())),
                new Lanes(equipment.rules().maxParallelEnable()));
    }

    /** Keeps the plan in the journal; a plan without steps is not worth a line. */
    Future<ItemPlan> notePlan(HandlerName handler, String goalState, ItemPlan plan) {
        if (plan.steps().isEmpty()) {
            return Future.succeededFuture(plan);
        }
        return equipment.offload().run(() -> {
            String text = equipment.redact().apply(PlanText.of(plan));
            journal.plan(handler, goalState, text, equipment.clock().instant());
            return plan;
        });
    }

    /** Removes every version of a handler that nobody asks for. */
    Future<Integer> removeAll(HandlerName handler) {
        return equipment
                .offload()
                .run(() -> {
                    int removed = 0;
                    for (ObservedVersion version : store.observe(handler).versions()) {
                        store.remove(equipment.layout(handler, version.version()));
                        removed++;
                    }
                    return removed;
                })
                .compose(removed -> equipment.resources().lift(handler).map(removed));
    }

    /** Removes what operations left behind that are settled already, or never were begun. Blocks. */
    void sweep(List<Operation> open) throws IOException {
        Set<String> wanted = new HashSet<>();
        open.forEach(operation -> wanted.add(operation.id()));
        Path operations = equipment.ownDirectory().resolve("operations");
        equipment.disk().createDirectory(operations, Disk.PRIVATE_DIRECTORY);
        for (Path directory : equipment.disk().list(operations)) {
            if (!wanted.contains(directory.getFileName().toString())) {
                equipment.commands().forget(directory);
            }
        }
    }
}
