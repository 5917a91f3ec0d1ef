package io.goalstated.platform;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration from its four places (spec 04 OPS-63): the main file, {@code /etc/goalstated/conf.d/*.conf} in name
 * order, the environment, the command line. A place that cannot be believed (missing, unreadable, broken, writable by others
 * than its owner) does not stop anybody: for the main file the last good one stands in, others are left out, and the reading
 * says so (OPS-65). Blocks.
 */
public final class ConfigurationReader {
    private static final String MAIN_FILE = "/etc/waagent.conf";
    private static final String DROP_INS = "/etc/goalstated/conf.d";
    private static final String LAST_GOOD = "goalstated/last-good-waagent.conf";
    private static final int LARGEST_BYTES = 1 << 20;

    private final SystemRoot root;
    private final Disk disk;
    private final Path mainFile;
    private final ConfigFile environment;
    private final ConfigFile commandLine;

    /**
     * @param mainFile the file named with {@code --config}, if any; as it is, not below the root
     * @param assignments given with {@code --set}
     */
    public ConfigurationReader(
            SystemRoot root,
            Disk disk,
            Optional<Path> mainFile,
            Map<String, String> environment,
            List<String> assignments) {
        this.root = root;
        this.disk = disk;
        this.mainFile = mainFile.orElse(root.resolve(MAIN_FILE));
        this.environment = ConfigFile.fromEnvironment(environment);
        this.commandLine = ConfigFile.fromCommandLine(assignments);
    }

    /**
     * What was read.
     *
     * @param degradations why a place was not believed, one sentence each; empty when all is well
     * @param mainText the main file's text when it was good
     */
    public record Reading(Configuration configuration, List<String> degradations, Optional<String> mainText) {
        public Reading {
            degradations = List.copyOf(degradations);
        }

        public boolean isDegraded() {
            return !degradations.isEmpty();
        }
    }

    /** Reads all places. Never fails: what is wrong is in the answer. */
    public Reading read() {
        List<String> degradations = new ArrayList<>();
        List<ConfigFile> places = new ArrayList<>();
        Optional<String> main = trusted(mainFile, degradations);
        Optional<ConfigFile> parsed = main.flatMap(text -> parsed(mainFile, text, degradations));
        parsed.or(() -> lastGood(degradations)).ifPresent(places::add);
        for (Path dropIn : dropIns(degradations)) {
            trusted(dropIn, degradations)
                    .flatMap(text -> parsed(dropIn, text, degradations))
                    .ifPresent(places::add);
        }
        places.add(environment);
        if (commandLine.isBroken()) {
            degradations.add("--set " + commandLine.broken());
        }
        places.add(commandLine);
        return new Reading(Configuration.of(places), degradations, parsed.isPresent() ? main : Optional.empty());
    }

    /**
     * Keeps a good main file for the day that it is broken, wherever that file wants the library to be: who reads the copy
     * does not know. Writes nothing when it is kept already.
     */
    public void remember(Reading reading) throws IOException {
        if (reading.mainText().isEmpty()) {
            return;
        }
        byte[] content = reading.mainText().get().getBytes(StandardCharsets.UTF_8);
        Path library = libraryWithoutMainFile();
        Path kept = library.resolve(LAST_GOOD);
        if (Arrays.equals(disk.read(kept, LARGEST_BYTES).orElse(new byte[0]), content)) {
            return;
        }
        disk.claimDirectory(library, Disk.PRIVATE_DIRECTORY);
        disk.createDirectory(library.resolve("goalstated"), Disk.PRIVATE_DIRECTORY);
        disk.write(kept, content, Disk.PRIVATE);
    }

    private Optional<ConfigFile> parsed(Path file, String text, List<String> degradations) {
        ConfigFile parsed = ConfigFile.parse(shown(file), text);
        if (parsed.isBroken()) {
            degradations.add(shown(file) + " " + parsed.broken());
            return Optional.empty();
        }
        return Optional.of(parsed);
    }

    private Optional<ConfigFile> lastGood(List<String> degradations) {
        Path kept = libraryWithoutMainFile().resolve(LAST_GOOD);
        try {
            Optional<ConfigFile> good = disk.readText(kept, LARGEST_BYTES)
                    .map(text -> ConfigFile.parse(shown(kept), text))
                    .filter(file -> !file.isBroken());
            degradations.add(good.isPresent() ? "the last good configuration stands in" : "the defaults stand in");
            return good;
        } catch (IOException e) {
            degradations.add("the defaults stand in: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Path libraryWithoutMainFile() {
        return root.resolve(Configuration.of(List.of(environment, commandLine)).get(AgentKeys.LIBRARY_DIRECTORY));
    }

    private List<Path> dropIns(List<String> degradations) {
        List<Path> files = new ArrayList<>();
        try {
            for (Path file : disk.list(root.resolve(DROP_INS))) {
                if (file.toString().endsWith(".conf")) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            degradations.add("cannot list " + DROP_INS + ": " + e.getMessage());
        }
        return files;
    }

    /** The file's text when nobody but its owner, and that is root or ourselves, may write it. Links are followed. */
    private Optional<String> trusted(Path file, List<String> degradations) {
        try {
            Path real = file.toRealPath();
            if (disk.isOpenToOthers(real)) {
                degradations.add(shown(file) + " may be written by others than root; take that away with: chmod go-w "
                        + shown(file));
                return Optional.empty();
            }
            if (!disk.isOwn(real)) {
                degradations.add(shown(file) + " does not belong to root; change that with: chown root " + shown(file));
                return Optional.empty();
            }
            Optional<String> text = disk.readText(real, LARGEST_BYTES);
            if (text.isEmpty()) {
                degradations.add(shown(file) + " is missing");
            }
            return text;
        } catch (NoSuchFileException e) {
            degradations.add(shown(file) + " is missing");
        } catch (IOException e) {
            degradations.add("cannot read " + shown(file) + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    /** As the owner knows the file: without the scratch root. */
    private String shown(Path file) {
        Path absolute = file.toAbsolutePath();
        return root.isReal() || !absolute.startsWith(root.directory())
                ? absolute.toString()
                : "/" + root.directory().relativize(absolute);
    }
}
