package io.goalstated.demo;

/** The demo cannot go on. The message is one line for the person at the terminal: what, and where to look. */
public final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
