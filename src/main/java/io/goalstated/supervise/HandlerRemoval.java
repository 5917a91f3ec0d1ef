package io.goalstated.supervise;

import io.goalstated.artifact.RecordedVerdicts;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.PackageName;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the directories of handlers away, and packages that nobody will unpack. All methods block. */
final class HandlerRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerRemoval.class);

    private final Disk disk;
    private final Path libDirectory;
    private final Path removed;
    private final DisplacedStatus displaced;

    HandlerRemoval(Disk disk, Path libDirectory, DisplacedStatus displaced) {
        this.disk = disk;
        this.libDirectory = libDirectory;
        this.removed = libDirectory.resolve("goalstated").resolve("removed");
        this.displaced = displaced;
    }

    /**
     * Removes a version's directory and zip. The directory first goes out of the way as a whole: half of it would neither
     * be a handler nor be recognised as the rest of one. What works in it, or writes to files that are open, goes on.
     */
    void remove(HandlerLayout layout) throws IOException {
        disk.delete(layout.packageFile());
        displaced.forget(layout);
        // What was found out about this package says nothing of one that another agent unpacks here later.
        new RecordedVerdicts(disk, libDirectory).delete(layout.handler(), layout.version());
        Path away = removed.resolve(layout.base().getFileName() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            if (disk.exists(layout.base())) {
                putAway(layout, away);
            }
            // Its uninstall may have deleted it, without waiting for the disk: a crash must not bring it back as if
            // installed.
            disk.syncNames(libDirectory);
        } catch (IOException e) {
            disk.leftovers().add(away);
            throw e;
        }
        // Whoever works in there may still make files.
        disk.discard(away);
    }

    private void putAway(HandlerLayout layout, Path away) throws IOException {
        disk.createDirectory(removed, Disk.PRIVATE_DIRECTORY);
        try {
            disk.move(layout.base(), away);
        } catch (FileSystemException e) {
            // It is a mount of another file system, or in one: AtomicMoveNotSupported, or busy.
            removeInPlace(layout);
        }
    }

    /** What remains of a directory is no handler any more. */
    private void removeInPlace(HandlerLayout layout) throws IOException {
        try {
            disk.deleteTree(layout.base());
        } catch (IOException e) {
            if (DiskInventory.isHandler(layout)) {
                throw e;
            }
            LOG.warn("{} cannot be removed as a whole: {}", layout.base(), e.getMessage());
        }
    }

    /** Goes on with removals that a kill has interrupted. */
    void sweep() throws IOException {
        disk.list(removed).forEach(disk::discard);
    }

    /**
     * Removes packages that nobody will unpack: {@code <Handler>__<version>.zip} of handlers that are not asked for, and
     * {@code <Handler>-<version>.zip} without a directory of that name (spec 02 §12.6, W-13).
     *
     * @return the names of what was removed
     */
    List<String> removeStrayPackages(Set<HandlerName> asked) throws IOException {
        List<String> gone = new ArrayList<>();
        for (Path file : disk.list(libDirectory)) {
            Optional<PackageName> stray = PackageName.parse(file.getFileName().toString())
                    .filter(name -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isStray(name, asked));
            if (stray.isPresent()) {
                disk.delete(file);
                gone.add(stray.get().toString());
            }
        }
        return gone;
    }

    private boolean isStray(PackageName packed, Set<HandlerName> asked) {
        HandlerName handler = packed.directory().handler();
        boolean published = handler.value().contains(".");
        if (!published || handler.value().equals(DiskInventory.FORMER_AGENT)) {
            return false;
        }
        return packed.besideDirectory()
                ? !Files.isDirectory(libDirectory.resolve(packed.directory().toString()))
                : !asked.contains(handler);
    }
}
