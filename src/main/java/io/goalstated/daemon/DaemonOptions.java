package io.goalstated.daemon;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words after {@code goalstated run}. Read by hand: the daemon's start must not wait for a command-line library.
 *
 * @param configuration the main configuration file; below the root when empty
 * @param root prefix of every absolute path
 * @param settings {@code Key=Value} words that override the files, in order
 * @param media where the provisioning document is: a file, an image, or a directory; empty: on a disc (spec 03 §3.1)
 */
public record DaemonOptions(
        Optional<Path> configuration,
        Optional<Path> root,
        List<String> settings,
        Optional<Path> media,
        boolean verbose) {
    public DaemonOptions {
        settings = List.copyOf(settings);
    }

    /** A word that cannot be used; the message says which and what is possible. */
    public static final class BadUsage extends Exception {
        private static final long serialVersionUID = 1L;

        BadUsage(String message) {
            super(message);
        }
    }

    public static DaemonOptions parse(List<String> words) throws BadUsage {
        Optional<Path> configuration = Optional.empty();
        Optional<Path> root = Optional.empty();
        List<String> settings = new ArrayList<>();
        Optional<Path> media = Optional.empty();
        boolean verbose = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.equals("--verbose")) {
                verbose = true;
                continue;
            }
            if (!List.of("--config", "--root", "--set", "--provisioning-media").contains(name)) {
                throw new BadUsage(
                        "unknown option '" + word
                                + "'; run takes --config FILE, --root DIR, --set KEY=VALUE, --provisioning-media PATH and --verbose");
            }
            if (equals < 0 && ++i >= words.size()) {
                throw new BadUsage("the option " + name + " needs a value");
            }
            String value = equals < 0 ? words.get(i) : word.substring(equals + 1);
            switch (name) {
                case "--config" -> configuration = Optional.of(path(name, value));
                case "--root" -> root = Optional.of(path(name, value));
                case "--provisioning-media" -> media = Optional.of(path(name, value));
                default -> settings.add(assignment(value));
            }
        }
        return new DaemonOptions(configuration, root, settings, media, verbose);
    }

    private static String assignment(String value) throws BadUsage {
        if (value.indexOf('=') <= 0) {
            throw new BadUsage("the value of --set is KEY=VALUE, such as Logs.Verbose=y; '" + value + "' is not");
        }
        return value;
    }

    private static Path path(String name, String value) throws BadUsage {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new BadUsage("the value of " + name + " is not a path");
        }
    }
}
