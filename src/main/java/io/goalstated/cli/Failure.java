package io.goalstated.cli;

/** A command cannot do what was asked. The message is one line for the person at the terminal: what, and the remedy. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
