package io.goalstated.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whether a file can only have been placed by root or by whoever runs this process. */
final class Ownership {
    private static final int ROOT = 0;

    private Ownership() {}

    /** What is wrong; empty for a file or directory of the right owner which nobody else may write. */
    static Optional<String> problem(Path path) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                return Optional.of(path + " is a symbolic link");
            }
            Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (!Objects.equals(owner, ROOT) && !Objects.equals(owner, ownUser())) {
                return Optional.of(path + " does not belong to root");
            }
            Set<PosixFilePermission> permissions = attributes.permissions();
            return permissions.contains(PosixFilePermission.GROUP_WRITE)
                            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    ? Optional.of(path + " can be written by others")
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(path + " is not there");
        } catch (IOException e) {
            return Optional.of(path + " cannot be examined (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Object ownUser() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
