package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigKey;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine that is examined.
 *
 * @param degradations what is wrong with the configuration's files
 * @param user as whom the examination runs
 */
public record Patient(
        SystemRoot root, Disk disk, Tools tools, Configuration configuration, List<String> degradations, long user) {
    private static final int MAX_BYTES = 1 << 20;

    public Patient {
        degradations = List.copyOf(degradations);
    }

    <T> T wants(ConfigKey<T> key) {
        return configuration.get(key);
    }

    Path library() {
        return root.resolve(configuration.get(AgentKeys.LIBRARY_DIRECTORY));
    }

    Path logs() {
        return root.resolve(configuration.get(ExtensionKeys.LOG_DIRECTORY));
    }

    /** Whether rules, routes and the like of this machine can be seen at all. */
    boolean isOpenToExamination() {
        return root.isReal() && user == 0;
    }

    boolean hasTool(String name) {
        return SystemTools.DIRECTORIES.stream()
                .anyMatch(directory -> disk.exists(root.resolve(directory + "/" + name)));
    }

    boolean has(String path) {
        return disk.exists(root.resolve(path));
    }

    /** The end of the file's text; empty when there is none. */
    Optional<String> tail(String path, int maxBytes) throws IOException {
        return disk.tail(root.resolve(path), maxBytes);
    }

    /** The file's text; empty when there is none. */
    Optional<String> text(String path) throws IOException {
        return disk.readText(root.resolve(path), MAX_BYTES);
    }
}
