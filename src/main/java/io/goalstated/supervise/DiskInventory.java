package io.goalstated.supervise;

import io.goalstated.extension.HandlerName;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The handlers on a disk, for commands that only look. Blocks. */
public final class DiskInventory {
    private DiskInventory() {}

    /** Every handler that has a directory, by name. */
    public static Map<HandlerName, ObservedHandler> read(Disk disk, Path libDirectory, Path logDirectory)
            throws IOException {
        HandlerStore store = new HandlerStore(disk, libDirectory, logDirectory);
        Map<HandlerName, ObservedHandler> handlers = new LinkedHashMap<>();
        for (HandlerName name : store.handlers()) {
            handlers.put(name, store.observe(name));
        }
        return handlers;
    }
}
