package io.goalstated.supervise;

import io.goalstated.artifact.Initializer;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The place of the handlers, made ready at each start. All methods block. */
public final class LibraryDirectory {
    private final Disk disk;
    private final Path library;
    private final Path logs;

    public LibraryDirectory(Disk disk, Path library, Path logs) {
        this.disk = disk;
        this.library = library;
        this.logs = logs;
    }

    /** What everything else relies on; before anything is done there. */
    public void prepare() throws IOException {
        disk.createDirectory(library, Disk.PRIVATE_DIRECTORY);
        // One that was there already may be open to others, and settings and keys rely on it (OPS-108).
        disk.setMode(library, Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(logs, Disk.PUBLIC_DIRECTORY);
        disk.createDirectory(library.resolve("goalstated"), Disk.PRIVATE_DIRECTORY);
        disk.sweep(library);
    }

    /** Cleans up after a killed agent, and after an older one; before the first handler is worked on. */
    public void tidyUp() throws IOException {
        sweep();
        refreshHandlers();
    }

    /** What was half-written goes, also where a handler's directory had only been begun. */
    private void sweep() throws IOException {
        Path own = library.resolve("goalstated");
        for (Path directory : List.of(own, own.resolve("journal"), own.resolve("verdicts"))) {
            disk.sweep(directory);
        }
        for (Path handler : disk.list(library)) {
            for (Path directory : List.of(handler, handler.resolve("config"), handler.resolve("status"))) {
                if (disk.isDirectory(directory)) {
                    disk.sweep(directory);
                }
            }
        }
        for (Path handlersLogs : disk.list(logs)) {
            if (disk.isDirectory(handlersLogs)) {
                disk.sweep(handlersLogs);
            }
        }
    }

    /** The environment files of handlers that an older agent installed are brought up to date (spec 02 §3). */
    private void refreshHandlers() throws IOException {
        Initializer initializer = new Initializer(disk);
        for (HandlerLayout layout : new HandlerStore(disk, library, logs).layouts()) {
            initializer.refresh(layout);
        }
    }
}
