package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code /proc/mounts} says of a place. */
public final class Mounts {
    private Mounts() {}

    /** Whether programs below that path cannot be executed because of a mount option. Blocks; false when unknown. */
    public static boolean isNoExec(Path path) {
        try {
            return isNoExec(Files.readAllLines(Path.of("/proc/mounts"), StandardCharsets.UTF_8), path);
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isNoExec(List<String> mounts, Path path) {
        return options(mounts, path).contains("noexec");
    }

    /**
     * The options with which the file system of that path is mounted. The last of the longest mount points wins: it lies over the
     * others. Blanks in them are written as octal numbers.
     *
     * @param mounts lines as in {@code /proc/mounts}
     */
    public static Set<String> options(List<String> mounts, Path path) {
        String best = "";
        Set<String> options = Set.of();
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            String point = fields.length > 3 ? fields[1].replace("\\040", " ") : "";
            if (!point.isEmpty() && path.startsWith(point) && point.length() >= best.length()) {
                best = point;
                options = new TreeSet<>(List.of(fields[3].split(",", -1)));
            }
        }
        return options;
    }
}
