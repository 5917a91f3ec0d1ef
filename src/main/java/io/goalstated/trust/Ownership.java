package io.goalstated.trust;

import io.goalstated.platform.DiskView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a file can only have been placed by root or by whoever runs this process. */
final class Ownership {
    private Ownership() {}

    /** What is wrong; empty for a file or directory of the right owner which nobody else may write. */
    static Optional<String> problem(DiskView disk, Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return Optional.of(path + " is a symbolic link");
            }
            if (!disk.isOwn(path)) {
                return Optional.of(path + " does not belong to root");
            }
            return disk.isOpenToOthers(path) ? Optional.of(path + " can be written by others") : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(path + " is not there");
        } catch (IOException e) {
            return Optional.of(path + " cannot be examined (" + e.getClass().getSimpleName() + ")");
        }
    }
}
