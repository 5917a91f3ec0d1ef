package io.goalstated.cli;

/** The exit codes of every command (OPS-35). */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    /** Degraded, unhealthy, or done in part. */
    public static final int DEGRADED = 3;

    public static final int NOT_PERMITTED = 4;
    public static final int TIMEOUT = 5;
    public static final int NOT_RUNNING = 69;
    public static final int ALREADY_RUNNING = 75;

    private ExitCode() {}
}
