package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Directories below which somebody may read: only what is really there, whatever links lead to it. Others may change what
 * is in them at any moment. All methods block.
 */
public final class Enclosure {
    private final Disk disk;
    private final Path bounds;
    private final List<Inside> directories;

    /** @param name on the machine, as whoever named the directory calls it */
    private record Inside(String name, Path real) {}

    /** @param directories of that root; those that are not there, or lead out of the root, enclose nothing */
    public Enclosure(Disk disk, SystemRoot root, List<String> directories) throws IOException {
        this.disk = disk;
        this.bounds = root.directory().toRealPath();
        List<Inside> inside = new ArrayList<>();
        for (String directory : directories) {
            reality(root.resolve(directory))
                    .filter(disk::isDirectory)
                    .ifPresent(real -> inside.add(new Inside(directory, real)));
        }
        this.directories = List.copyOf(inside);
    }

    /** Where that really is; empty when that is outside, or nowhere. */
    public Optional<Path> realPlace(Path path) throws IOException {
        return reality(path).filter(real -> enclosing(real).isPresent());
    }

    private Optional<Path> reality(Path path) throws IOException {
        try {
            return Optional.of(path.toRealPath()).filter(real -> real.startsWith(bounds));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // Links in a circle, or a part of the path that is no directory.
            if (e instanceof AccessDeniedException) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The name on the machine of a real place inside, by way of the directory that it is in. */
    public String nameOf(Path real) {
        return enclosing(real)
                .map(directory -> directory.name() + "/" + directory.real().relativize(real))
                .orElse("/" + bounds.relativize(real));
    }

    /**
     * Opens a plain file, to be closed.
     *
     * @param real as {@link #realPlace} said; followed by nobody any more
     * @throws NoSuchFileException when it has gone since then, or become something else
     */
    public HeldTree.Opened open(Path real) throws IOException {
        Path directory = enclosing(real).map(Inside::real).orElseThrow(() -> new NoSuchFileException(real.toString()));
        return new HeldTree(disk, directory).open(directory.relativize(real));
    }

    private Optional<Inside> enclosing(Path real) {
        return directories.stream()
                .filter(directory -> real.startsWith(directory.real()) && !real.equals(directory.real()))
                .findFirst();
    }
}
