package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to a directory and all that is below it, one announced step after another. */
final class Trees {
    /** How often a directory into which somebody goes on writing is emptied before that is given up. */
    private static final int DELETE_ROUNDS = 100;

    private final DiskSteps steps;

    Trees(DiskSteps steps) {
        this.steps = steps;
    }

    /** Waits until the names of all that is in that directory, at any depth, are on the disk. */
    void sync(Path directory, NameSync names) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                names.settle(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Removes a directory with all that is in it. Links are not followed. What vanishes meanwhile is no error, and what
     * comes meanwhile goes, too: processes of an extension may outlive its removal and go on writing. A file system that is
     * mounted in it is somebody else's: it stays, and is an error.
     */
    void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (int round = 1; round < DELETE_ROUNDS; round++) {
            try {
                deleteOnce(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                // Something has come since the directory was read.
            }
        }
        deleteOnce(directory);
    }

    private void deleteOnce(Path directory) throws IOException {
        Path parent =
                Optional.ofNullable(directory.toAbsolutePath().getParent()).orElse(directory);
        Object fileSystem = fileSystem(parent);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                try {
                    if (fileSystem(visited).equals(fileSystem)) {
                        return FileVisitResult.CONTINUE;
                    }
                } catch (NoSuchFileException e) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                throw new IOException("something is mounted on " + visited + "; unmount it first");
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                steps.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                steps.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Object fileSystem(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    /** Adds owner-execute to every regular file below; links are neither followed nor changed. */
    void makeExecutable(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                    if (mode.add(PosixFilePermission.OWNER_EXECUTE)) {
                        steps.setMode(file, mode);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
