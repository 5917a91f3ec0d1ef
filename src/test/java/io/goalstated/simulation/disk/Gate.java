package io.goalstated.simulation.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Asked before every operation; what it throws stands for a broken disk, a full one, or the death of whoever asked. */
@FunctionalInterface
public interface Gate {
    /** Kinds of operation. All but the first two change what is on the disk. */
    enum Act {
        LOOK,
        READ,
        CREATE,
        WRITE,
        SYNC,
        RENAME,
        DELETE,
        TOUCH;

        /** Whether it may need room. */
        public boolean needsSpace() {
            return this == CREATE || this == WRITE;
        }

        public boolean changes() {
            return this != LOOK && this != READ;
        }
    }

    void before(Act act, Path path) throws IOException;
}
