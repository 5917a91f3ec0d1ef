package io.goalstated.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a machine has besides Debian.
 *
 * @param shown where the machine sees directories of this host, read-only
 * @param forwarded what the machine can connect to, {@code HOST:PORT}, and the {@code HOST:PORT} of this host that answers
 */
public record Blueprint(Map<String, Path> shown, Map<String, String> forwarded) {
    /** Debian alone. */
    public static final Blueprint BARE = new Blueprint(Map.of(), Map.of());

    public Blueprint {
        shown = Map.copyOf(shown);
        forwarded = Map.copyOf(forwarded);
    }

    public Blueprint show(Path directory, String where) {
        return new Blueprint(with(shown, where, directory.toAbsolutePath()), forwarded);
    }

    public Blueprint forward(String here, String there) {
        return new Blueprint(shown, with(forwarded, here, there));
    }

    private static <T> Map<String, T> with(Map<String, T> present, String key, T value) {
        Map<String, T> more = new HashMap<>(present);
        more.put(key, value);
        return more;
    }

    /**
     * The image that the build has made, where its unit expects it, and where the build has it too: the class archive is
     * used only where the jar that it was made of can be found.
     */
    public Blueprint withImage() {
        Path image = Path.of(System.getProperty("goalstated.image", "target/goalstated"))
                .toAbsolutePath();
        return show(image, "/usr/lib/goalstated").show(image, image.toString());
    }

    /** The tests' own Java, where the launcher of the image finds it. */
    public Blueprint withJava() throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        Path place = Path.of("/usr/lib/jvm");
        Blueprint with = show(home, (home.startsWith(place) ? home : place.resolve(home.getFileName())).toString());
        for (Path directory : linkedFrom(home)) {
            with = with.show(directory, directory.toString());
        }
        return with;
    }

    /** Distributions keep Java's configuration below /etc, and links to it in its home. */
    private static List<Path> linkedFrom(Path home) throws IOException {
        TreeSet<Path> directories = new TreeSet<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path link : (Iterable<Path>) files.filter(Files::isSymbolicLink)::iterator) {
                Path target = home.resolve(link.getParent())
                        .resolve(Files.readSymbolicLink(link))
                        .normalize();
                if (target.startsWith("/etc") && Files.exists(target)) {
                    directories.add(target.getParent());
                }
            }
        }
        List<Path> outermost = new ArrayList<>();
        for (Path directory : directories) {
            if (outermost.stream().noneMatch(directory::startsWith)) {
                outermost.add(directory);
            }
        }
        return outermost;
    }

    List<String> forwards() {
        return forwarded.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }

    List<String> bindings() {
        return shown.entrySet().stream()
                .map(entry -> "--bind-ro=" + entry.getValue() + ":" + entry.getKey())
                .sorted()
                .toList();
    }
}
