package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Enclosure;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the files that a manifest asks for, below the root. Directories and what is hidden are passed over, links are followed
 * within the {@link Borders}. Blocks.
 */
final class Finder {
    /** Names that are looked at for one manifest; whoever fills a directory with more hides what comes after. */
    static final int MOST_NAMES = 20_000;

    private static final int MOST_FOUND = 5_000;

    private final Disk disk;
    private final SystemRoot root;
    private final Borders borders;
    private final Enclosure enclosure;
    private final Consumer<LeftOut> leftOut;
    private final Map<String, Path> found = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> barred = new HashSet<>();
    private int looked;

    /** @param leftOut hears of files that are there and not found */
    Finder(Disk disk, SystemRoot root, Borders borders, Enclosure enclosure, Consumer<LeftOut> leftOut) {
        this.disk = disk;
        this.root = root;
        this.borders = borders;
        this.enclosure = enclosure;
        this.leftOut = leftOut;
    }

    /** The real place of each file by its name on the machine. */
    Map<String, Path> find(List<Glob> globs) {
        for (Glob glob : globs) {
            expand(glob, root.directory(), "", 0);
        }
        return found;
    }

    private void expand(Glob glob, Path at, String name, int depth) {
        String part = glob.parts().get(depth);
        if (!Glob.isPattern(part)) {
            step(glob, at.resolve(part), name + "/" + part, depth);
            return;
        }
        for (Path entry : entries(at, name)) {
            String next = entry.getFileName().toString();
            if (Glob.matches(part, next)) {
                step(glob, entry, name + "/" + next, depth);
            }
        }
    }

    private List<Path> entries(Path directory, String name) {
        try {
            int most = MOST_NAMES - looked;
            List<Path> entries = disk.some(directory, most);
            looked += entries.size();
            if (entries.size() == most) {
                leftOut.accept(new LeftOut(name, "too many files there"));
            }
            return entries;
        } catch (IOException e) {
            leftOut.accept(new LeftOut(name, "cannot be listed: " + e.getMessage()));
            return List.of();
        }
    }

    private void step(Glob glob, Path place, String name, int depth) {
        boolean last = depth == glob.parts().size() - 1;
        try {
            boolean fixed =
                    !last && !Glob.isPattern(String.join("", glob.parts().subList(0, depth + 1)));
            if (fixed || (!last && disk.isDirectory(place))) {
                expand(glob, place, name, depth + 1);
            } else if (last && disk.exists(place) && !disk.isDirectory(place)) {
                add(glob, place, name);
            } else if (!last && disk.linkTarget(place).isPresent()) {
                through(glob, place, name, depth);
            }
        } catch (IOException e) {
            leftOut.accept(new LeftOut(name, "cannot be looked at: " + e.getMessage()));
        }
    }

    /** A link where a directory is asked for. */
    private void through(Glob glob, Path link, String name, int depth) throws IOException {
        Optional<Path> real = enclosure.realPlace(link);
        if (real.isEmpty()) {
            // As a file it may have been told of already.
            if (!seen.contains(name) && barred.add(name)) {
                leftOut.accept(new LeftOut(name, "a link that leads elsewhere"));
            }
        } else if (disk.isDirectory(real.get())) {
            expand(glob, link, name, depth + 1);
        }
    }

    private void add(Glob glob, Path place, String name) throws IOException {
        if (!seen.add(name)) {
            return;
        }
        Optional<Path> real = enclosure.realPlace(place);
        boolean link = disk.linkTarget(place).isPresent();
        if (real.isEmpty()) {
            leftOut.accept(new LeftOut(name, link ? "a link that leads elsewhere, or nowhere" : "leads elsewhere"));
        } else if (Selection.isKey(name) || Selection.isKey(enclosure.nameOf(real.get()))) {
            leftOut.accept(new LeftOut(name, "keys are never collected"));
        } else if (!enclosure.nameOf(real.get()).equals(name) && !borders.allow(glob, enclosure.nameOf(real.get()))) {
            leftOut.accept(new LeftOut(name, "a link that leads elsewhere"));
        } else if (disk.isDirectory(real.get())) {
            // A link to a directory is none of the files that are asked for.
            return;
        } else if (found.size() >= MOST_FOUND) {
            leftOut.accept(new LeftOut(name, "too many files"));
        } else {
            found.put(name, real.get());
        }
    }
}
