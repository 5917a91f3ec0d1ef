package io.goalstated.goalstate;

/** Leaves the reading of one handler's settings; turned into the handler's {@link InvalidSettings} where that began. */
final class UnusableSettings extends Exception {
    private static final long serialVersionUID = 1L;

    private final InvalidSettings.Category category;

    UnusableSettings(InvalidSettings.Category category, String explanation) {
        super(explanation);
        this.category = category;
    }

    InvalidSettings reason() {
        return new InvalidSettings(category, String.valueOf(getMessage()));
    }
}
