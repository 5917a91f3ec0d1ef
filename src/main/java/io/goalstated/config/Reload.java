package io.goalstated.config;

/** When a changed value comes into force (spec 04 OPS-66). */
public enum Reload {
    /** On SIGHUP or {@code config reload}. */
    LIVE("at once"),
    /** With the next goal state after that. */
    NEXT_GOAL_STATE("with the next goal state"),
    /** Only when the daemon starts again. */
    RESTART("after a restart");

    private final String text;

    Reload(String text) {
        this.text = text;
    }

    /** In words, to follow "in force". */
    public String text() {
        return text;
    }
}
