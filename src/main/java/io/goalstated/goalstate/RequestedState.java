package io.goalstated.goalstate;

import java.util.Optional;

/** What a goal state asks of a handler. */
public enum RequestedState {
    ENABLED("enabled"),
    /** Deprecated by the platform, still honoured. */
    DISABLED("disabled"),
    UNINSTALL("uninstall");

    private final String text;

    RequestedState(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<RequestedState> parse(String text) {
        for (RequestedState state : values()) {
            if (state.text.equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
