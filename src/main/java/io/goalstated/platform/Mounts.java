package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc/mounts} says of a place. */
public final class Mounts {
    private Mounts() {}

    /** Whether programs below that path cannot be executed because of a mount option. Blocks; false when unknown. */
    public static boolean isNoExec(Path path) {
        try {
            String best = "";
            boolean noExec = false;
            for (String line : Files.readAllLines(Path.of("/proc/mounts"), StandardCharsets.UTF_8)) {
                String[] fields = line.split(" ", -1);
                boolean holds = fields.length > 3 && path.startsWith(fields[1]);
                if (holds && fields[1].length() >= best.length()) {
                    best = fields[1];
                    noExec = ("," + fields[3] + ",").contains(",noexec,");
                }
            }
            return noExec;
        } catch (IOException e) {
            return false;
        }
    }
}
