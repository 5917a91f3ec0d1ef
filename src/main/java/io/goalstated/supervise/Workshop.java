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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all workers share: the equipment, the books, the journal, the lanes and the tally. */
record Workshop(
        Equipment equipment,
        DiskWork diskWork,
        DiskInventory inventory,
        HandlerRemoval removal,
        Books books,
        Journal journal,
        CommandTask commands,
        Lanes lanes,
        CommandTally tally) {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    static Workshop of(Equipment equipment) {
        DiskInventory inventory =
                new DiskInventory(equipment.disk(), equipment.libDirectory(), equipment.logDirectory());
        DisplacedStatus displaced =
                new DisplacedStatus(equipment.disk(), equipment.ownDirectory().resolve("displaced"));
        HandlerRemoval removal = new HandlerRemoval(equipment.disk(), equipment.libDirectory(), displaced);
        HandlerStore store = new HandlerStore(equipment.disk(), displaced);
        Journal journal = new Journal(equipment.disk(), equipment.ownDirectory().resolve("journal"));
        CommandTally tally = new CommandTally();
        DiskWork diskWork = new DiskWork(equipment.offload(), equipment.timers());
        return new Workshop(
                equipment,
                diskWork,
                inventory,
                removal,
                new Books(equipment, inventory, store, removal),
                journal,
                new CommandTask(equipment, diskWork, inventory, journal, new CommandLog(equipment.disk()), tally),
                new Lanes(equipment.rules().maxParallelEnable()),
                tally);
    }

    /** Keeps the plan in the journal, for people. Never fails. Blocks. */
    void notePlan(String goalState, ItemPlan plan) {
        HandlerName handler = plan.item().name();
        try {
            String text = equipment.redact().apply(PlanText.of(plan));
            journal.plan(handler, goalState, text, equipment.clock().instant());
        } catch (IOException e) {
            LOG.warn("{}: the plan cannot be noted: {}", handler, e.getMessage());
        }
    }

    /** Removes every version of a handler that nobody asks for. */
    Future<Integer> removeAll(HandlerName handler) {
        return equipment
                .offload()
                .run(() -> {
                    int removed = 0;
                    for (ObservedVersion version : inventory.observe(handler).versions()) {
                        removal.remove(equipment.layout(handler, version.version()));
                        removed++;
                    }
                    return removed;
                })
                .compose(removed -> equipment.resources().lift(handler).map(removed));
    }

    /** Removes what operations left behind that are settled already, or never were begun; finishes removals. Blocks. */
    void sweep(List<Operation> open) throws IOException {
        removal.sweep();
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
