package io.goalstated.extension;

/** What {@code config/HandlerState} records of a handler's version (spec 02 §5.1). */
public enum HandlerState {
    NOT_INSTALLED("NotInstalled"),
    INSTALLED("Installed"),
    ENABLED("Enabled"),
    FAILED_UPGRADE("FailedUpgrade");

    private final String text;

    HandlerState(String text) {
        this.text = text;
    }

    /** The file's content, without a newline. */
    public String text() {
        return text;
    }

    /** Whether {@code install} (or an update) has been completed for this version. */
    public boolean isInstalled() {
        return this == INSTALLED || this == ENABLED;
    }

    /** The state of that text; empty, damaged or unknown text counts as not installed. */
    public static HandlerState parse(String text) {
        for (HandlerState state : values()) {
            if (state.text.equals(text.strip())) {
                return state;
            }
        }
        return NOT_INSTALLED;
    }
}
