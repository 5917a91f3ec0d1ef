package io.goalstated.wire;

/** Storage was asked for as long as one document or package may take; its cause is the last failure. */
public final class OutOfTime extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfTime(Throwable last) {
        super(last.getMessage(), last);
    }
}
