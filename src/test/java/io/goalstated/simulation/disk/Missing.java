package io.goalstated.simulation.disk;

import java.nio.file.NoSuchFileException;

/** Without a stack trace, which would be most of the work: people ask all the time for what is not there. */
final class Missing extends NoSuchFileException {
    private static final long serialVersionUID = 1;

    Missing(String file) {
        super(file);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
