package io.goalstated.simulation;

import io.goalstated.artifact.LocalPackages;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** The handlers that publishers have made, each version with its peculiarities; the same for the same seed. */
final class Universe {
    /** The last one is multi-config. */
    static final List<String> HANDLERS = List.of("Test.A", "Test.B", "Test.C", "Test.M");

    static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "2.0.0");
    static final List<String> EXTENSIONS = List.of("one", "two", "three");
    private static final Map<String, byte[]> ZIPS = new ConcurrentHashMap<>();

    private final Map<String, Traits> traits = new HashMap<>();

    /**
     * One version's peculiarities.
     *
     * @param offered whether the manifest lists it
     * @param sound whether its package can be unpacked
     */
    record Traits(
            boolean offered,
            boolean sound,
            boolean installsOnUpdate,
            boolean continuesOnUpdateFailure,
            boolean multiConfig,
            boolean heartbeat) {}

    Universe(long seed, boolean perfect) {
        Random random = new Random(seed);
        for (String handler : HANDLERS) {
            for (String version : VERSIONS) {
                traits.put(
                        handler + "-" + version,
                        new Traits(
                                random.nextInt(12) != 0 || perfect,
                                random.nextInt(12) != 0 || perfect,
                                random.nextInt(3) != 0,
                                random.nextInt(2) == 0,
                                isMultiConfig(handler) && (random.nextInt(12) != 0 || perfect),
                                random.nextInt(4) == 0));
            }
        }
    }

    static boolean isMultiConfig(String handler) {
        return handler.equals("Test.M");
    }

    static String handlerOf(String fullName) {
        return HANDLERS.stream().filter(fullName::startsWith).findFirst().orElseThrow();
    }

    Traits traits(String handler, String version) {
        Traits found = traits.get(handler + "-" + version);
        if (found == null) {
            throw new IllegalArgumentException(handler + "-" + version);
        }
        return found;
    }

    ExtensionManifest manifest(String handler) {
        List<ExtensionManifest.Release> releases = new ArrayList<>();
        for (String version : VERSIONS) {
            if (traits(handler, version).offered) {
                releases.add(new ExtensionManifest.Release(
                        new VersionNumber(version), List.of("https://packages.example/" + handler + version), false));
            }
        }
        return new ExtensionManifest(releases);
    }

    /** The zip as it is downloaded. */
    byte[] zip(String handler, String version) {
        Traits made = traits(handler, version);
        if (!made.sound) {
            return new byte[] {'P', 'K', 3, 4, 0, 0};
        }
        return ZIPS.computeIfAbsent(
                handler + version + made,
                key -> LocalPackages.zip(Map.of(
                        "HandlerManifest.json", handlerManifest(made),
                        "bin/run.sh", script(handler, version))));
    }

    static String script(String handler, String version) {
        return "# " + handler + " " + version + "\n";
    }

    private static String handlerManifest(Traits made) {
        StringBuilder commands = new StringBuilder();
        for (String word : List.of("install", "enable", "update", "disable", "uninstall")) {
            commands.append('"')
                    .append(word)
                    .append("Command\":\"bin/run.sh ")
                    .append(word)
                    .append("\",");
        }
        return "[{\"handlerManifest\":{" + commands
                + "\"updateMode\":\"" + (made.installsOnUpdate ? "UpdateWithInstall" : "UpdateWithoutInstall")
                + "\",\"continueOnUpdateFailure\":" + made.continuesOnUpdateFailure
                + ",\"supportsMultipleExtensions\":" + made.multiConfig
                + ",\"reportHeartbeat\":" + made.heartbeat + "}}]";
    }

    /** Who follows {@code handler-version} in a path; empty when it is none of ours. */
    static Optional<String[]> parts(String directory) {
        int dash = directory.lastIndexOf('-');
        return dash < 0
                ? Optional.empty()
                : Optional.of(new String[] {directory.substring(0, dash), directory.substring(dash + 1)});
    }
}
