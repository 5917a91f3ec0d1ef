package io.goalstated.simulation;

/** Something that comes from outside, some milliseconds after the one before it. */
sealed interface Happening {
    long after();

    /** The platform publishes a goal state; a running agent learns of it a little later. */
    record Publish(long after, Wanted goal) implements Happening {}

    /**
     * The agent is killed, and started again after a pause.
     *
     * @param operations of its own on the disk that it still gets done
     */
    record Kill(long after, int operations, long pause) implements Happening {}

    /** Power fails; the machine comes up again. */
    record Crash(long after, int operations, long pause) implements Happening {}

    /**
     * Something does not work for a while.
     *
     * @param percent of the operations concerned that fail
     */
    record Trouble(long after, Kind kind, long lasting, int percent) implements Happening {
        enum Kind {
            DISK_FULL,
            DISK_BROKEN,
            NO_MANIFESTS,
            NO_PACKAGES,
            /** Copies of packages break off in the middle. */
            BROKEN_PACKAGES,
            /** Packages take their time. */
            SLOW_PACKAGES,
            NO_REPORTS,
            /** {@code dpkg} or the like holds its lock. */
            PACKAGE_MANAGER_BUSY
        }
    }

    /** The agent is told to stop, and ends a little later; it is started again after a pause. */
    record Stop(long after, long grace, long pause) implements Happening {}

    /** The owner changes what may run, whatever goal state is in force. */
    record Decree(long after, Wanted.Permission permission) implements Happening {}

    /** Somebody sets the clock. */
    record SetClock(long after, long seconds) implements Happening {}

    /** A {@code HandlerState} is damaged, as by a file system check. */
    record Damage(long after, String handler, String version) implements Happening {}
}
