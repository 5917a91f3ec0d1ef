package io.goalstated.platform;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps files that are being written away from processes that are being started. A new process holds whatever this one
 * has open until it has become its program; a script that anybody holds open for writing cannot be run ("Text file busy",
 * spec 05 B28). Descriptors belong to the whole process, so this is the one lock that does, too. For workers, not for the
 * loop.
 */
final class Descriptors {
    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    /**
     * By default Java starts programs through a helper of its own version, which refuses to work for a Java that was
     * upgraded while it ran: until the next restart no command would start any more. Fixed as soon as it is read, so it
     * has to be set before the first process.
     */
    static final String MECHANISM = "jdk.lang.Process.launchMechanism";

    static {
        // Java 26 no longer knows it.
        if (Runtime.version().feature() < 26 && System.getProperty(MECHANISM) == null) {
            System.setProperty(MECHANISM, "VFORK");
        }
    }

    private Descriptors() {}

    /** To be held by a thread that writes a file which may be run later; any number may write beside one another. */
    static Lock writing() {
        return LOCK.readLock();
    }

    /** Starts it once nobody writes; its start has ended when this returns. */
    static Process start(ProcessBuilder builder) throws IOException {
        Lock starting = LOCK.writeLock();
        starting.lock();
        try {
            return builder.start();
        } finally {
            starting.unlock();
        }
    }
}
