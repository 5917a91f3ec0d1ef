package io.goalstated.supervise;

import io.goalstated.artifact.Initializer;
import io.goalstated.extension.HandlerDirectory;
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

    /** What everything else relies on; before anything is done there. Fails where the library directory is a link or another's. */
    public void prepare() throws IOException {
        // One that was there already may be open to others, and settings and keys rely on it (OPS-108); or be somebody
        // else's (S8).
        disk.claimDirectory(library, Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(logs, Disk.PUBLIC_DIRECTORY);
        disk.createDirectory(library.resolve("goalstated"), Disk.PRIVATE_DIRECTORY);
        disk.leftovers().sweep(library);
    }

    /** Cleans up after a killed agent, and after an older one; before the first handler is worked on. */
    public void tidyUp() throws IOException {
        sweep();
        FormerCache.remove(disk, library);
        FormerModes.seal(disk, library);
        refreshHandlers();
    }

    /** What was half-written goes, also where a handler's directory had only been begun. */
    private void sweep() throws IOException {
        for (Path handler : disk.list(library)) {
            for (Path directory : List.of(handler, handler.resolve("config"), handler.resolve("status"))) {
                if (disk.isDirectory(directory)) {
                    disk.leftovers().sweep(directory);
                }
            }
            removeSkeleton(handler);
        }
        sweepBelow(library.resolve("goalstated"));
        sweepBelow(library.resolve("goalstated").resolve("displaced"));
        sweepBelow(library.resolve("history"));
        sweepBelow(logs);
    }

    private void sweepBelow(Path parent) throws IOException {
        for (Path directory : disk.list(parent)) {
            if (disk.isDirectory(directory)) {
                disk.leftovers().sweep(directory);
            }
        }
    }

    /** A handler's directory was made, and nothing had been put into it yet: nobody would know it for one. */
    private void removeSkeleton(Path directory) throws IOException {
        boolean named =
                HandlerDirectory.parse(directory.getFileName().toString()).isPresent();
        if (named && disk.isDirectory(directory) && isEmpty(directory)) {
            disk.deleteTree(directory);
        }
    }

    private boolean isEmpty(Path directory) throws IOException {
        List<Path> content = disk.list(directory);
        return content.isEmpty()
                || (content.size() == 1
                        && content.get(0).endsWith("config")
                        && disk.isDirectory(content.get(0))
                        && disk.list(content.get(0)).isEmpty());
    }

    /** The environment files of handlers that an older agent installed are brought up to date (spec 02 §3). */
    private void refreshHandlers() throws IOException {
        Initializer initializer = new Initializer(disk);
        for (HandlerLayout layout : new DiskInventory(disk, library, logs).layouts()) {
            initializer.refresh(layout);
        }
    }
}
