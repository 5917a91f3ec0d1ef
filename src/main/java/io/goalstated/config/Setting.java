package io.goalstated.config;

/**
 * The value of one key that is in force, and where it comes from.
 *
 * @param text as it was written; the default's text when nobody wrote any
 */
public record Setting<T>(ConfigKey<T> key, T value, String text, Origin origin) {
    public boolean isDefault() {
        return text.equals(key.defaultText());
    }

    static <T> Setting<T> ofDefault(ConfigKey<T> key, Origin origin) {
        return new Setting<>(key, key.defaultValue(), key.defaultText(), origin);
    }
}
