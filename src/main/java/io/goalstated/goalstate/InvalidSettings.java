package io.goalstated.goalstate;

/** Why the settings of a handler in an ExtensionsConfig cannot be used (spec 01 §4.4). */
public record InvalidSettings(Category category, String explanation) {
    /** The categories of spec 01 §4.4; the constant's name is the category's. */
    public enum Category {
        STATE_MISSING,
        STATE_UNKNOWN,
        PLUGIN_SETTINGS_VERSION_MISMATCH,
        MULTIPLE_PLUGIN_SETTINGS,
        RUNTIME_AND_EXTENSION_RUNTIME_SETTINGS,
        MULTIPLE_RUNTIME_SETTINGS,
        MULTIPLE_DEPENDS_ON,
        DEPENDS_ON_WITHOUT_NAME,
        EXTENSION_NAME_MISSING,
        EXTENSION_NAME_UNUSABLE,
        SEQNO_MISSING,
        SETTINGS_MALFORMED
    }
}
