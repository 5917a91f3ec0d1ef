package io.goalstated.config;

/** Something in the configuration that the owner should put right; the daemon goes on with the default (spec 04 OPS-64). */
public record ConfigWarning(Kind kind, Origin origin, String message) {
    /** What is wrong. */
    public enum Kind {
        UNKNOWN_KEY,
        WRONG_TYPE,
        OUT_OF_RANGE,
        DUPLICATE,
        DEPRECATED,
        INCOMPLETE
    }

    /** One line, naming file and line. */
    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
