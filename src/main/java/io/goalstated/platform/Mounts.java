package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    /** The last of the longest mount points wins: it lies over the others. Blanks in them are written as octal numbers. */
    static boolean isNoExec(List<String> mounts, Path path) {
        String best = "";
        boolean noExec = false;
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            String point = fields.length > 3 ? fields[1].replace("\\040", " ") : "";
            if (!point.isEmpty() && path.startsWith(point) && point.length() >= best.length()) {
                best = point;
                noExec = ("," + fields[3] + ",").contains(",noexec,");
            }
        }
        return noExec;
    }
}
