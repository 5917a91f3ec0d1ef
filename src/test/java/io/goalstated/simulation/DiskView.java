package io.goalstated.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the library directory says of the handlers, read the plain way (spec 02 §1).
 *
 * @param states by handler and version; a directory without a state counts as not installed
 * @param enabled extensions recorded as enabled, by {@code handler-version}
 */
record DiskView(Map<String, Map<String, String>> states, Map<String, Set<String>> enabled) {

    static DiskView of(Path lib) {
        DiskView view = new DiskView(new TreeMap<>(), new TreeMap<>());
        try (Stream<Path> entries = Files.list(lib)) {
            for (Path entry : entries.toList()) {
                view.add(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return view;
    }

    private void add(Path directory) throws IOException {
        String[] parts = Universe.parts(directory.getFileName().toString()).orElse(new String[] {"", ""});
        if (!Universe.HANDLERS.contains(parts[0])) {
            return;
        }
        Path config = directory.resolve("config");
        boolean isHandler =
                Files.exists(config.resolve("HandlerState")) || Files.exists(directory.resolve("HandlerManifest.json"));
        if (!isHandler) {
            return;
        }
        states.computeIfAbsent(parts[0], name -> new TreeMap<>()).put(parts[1], state(config.resolve("HandlerState")));
        Set<String> names = enabled.computeIfAbsent(directory.getFileName().toString(), name -> new TreeSet<>());
        for (String extension : Universe.EXTENSIONS) {
            Path file = config.resolve(extension + ".HandlerState");
            if (Files.exists(file) && Files.readString(file).equals("enabled")) {
                names.add(extension);
            }
        }
    }

    private static String state(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        return List.of("Installed", "Enabled", "FailedUpgrade").contains(text) ? text : "NotInstalled";
    }

    Map<String, String> versions(String handler) {
        return states.getOrDefault(handler, Map.of());
    }

    boolean isInstalled(String handler, String version) {
        String state = versions(handler).getOrDefault(version, "");
        return state.equals("Installed") || state.equals("Enabled");
    }

    List<String> installed(String handler) {
        List<String> found = new ArrayList<>();
        versions(handler).keySet().stream()
                .filter(version -> isInstalled(handler, version))
                .forEach(found::add);
        return found;
    }

    Set<String> enabledExtensions(String handler, String version) {
        return enabled.getOrDefault(handler + "-" + version, Set.of());
    }

    @Override
    public String toString() {
        return states + " " + enabled;
    }
}
