package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** As whom this process runs. */
public final class ProcessOwner {
    private ProcessOwner() {}

    /** The user's number; 0 is root, -1 when it cannot be told. Blocks for a moment. */
    public static long number() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
                    ? Integer.toUnsignedLong(uid)
                    : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
