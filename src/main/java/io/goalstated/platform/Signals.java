package io.goalstated.platform;

import sun.misc.Signal;

/**
 * Hears the signals that the daemon reacts to (spec 04 §1.4). The reaction runs on a thread of its own making: it hands over
 * to the event loop and returns. Without a handler the JVM ends on TERM and INT, and HUP too.
 */
public final class Signals {
    private Signals() {}

    /** The signals that mean something. */
    public enum Name {
        TERM,
        INT,
        HUP,
        USR1
    }

    /** Calls the reaction each time the signal comes, instead of what was done before. */
    public static void on(Name name, Runnable reaction) {
        Signal.handle(new Signal(name.name()), signal -> reaction.run());
    }

    /** Sends the signal to this process. */
    public static void raise(Name name) {
        Signal.raise(new Signal(name.name()));
    }
}
