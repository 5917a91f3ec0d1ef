package io.goalstated.config;

import java.util.Optional;

/**
 * One key of the configuration: the only place that says what it is called, what it may be, what it is when nobody says
 * anything, when a change comes into force, and what it means (spec 04 OPS-67).
 *
 * @param <T> what the program gets
 */
public final class ConfigKey<T> {
    private final String name;
    private final ValueType<T> type;
    private final String defaultText;
    private final T defaultValue;
    private final Reload reload;
    private final String text;
    private final Optional<String> shipped;
    private final Optional<String> instead;
    private final boolean effective;

    private ConfigKey(
            String name,
            ValueType<T> type,
            String defaultText,
            Reload reload,
            String text,
            Optional<String> shipped,
            Optional<String> instead,
            boolean effective) {
        this.name = name;
        this.type = type;
        this.defaultText = defaultText;
        this.defaultValue = (defaultText.equals(ConfigFile.NONE)
                        ? type.none()
                        : type.parse(defaultText).value())
                .orElseThrow(() -> new IllegalArgumentException(name + "=" + defaultText));
        this.reload = reload;
        this.text = text;
        this.shipped = shipped;
        this.instead = instead;
        this.effective = effective;
    }

    static <T> ConfigKey<T> of(String name, ValueType<T> type, String defaultText, Reload reload, String text) {
        return new ConfigKey<>(name, type, defaultText, reload, text, Optional.empty(), Optional.empty(), true);
    }

    /** A key that is known, so that nobody is warned of it, and has no effect here; the text says why. */
    static ConfigKey<Optional<String>> withoutEffect(String name, String defaultText, String text) {
        return new ConfigKey<>(
                name,
                new ValueType.OptionalText(),
                defaultText,
                Reload.LIVE,
                text,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same key, written with that value into the shipped file, in force there. */
    ConfigKey<T> shipped(String value) {
        return new ConfigKey<>(name, type, defaultText, reload, text, Optional.of(value), instead, effective);
    }

    /** The same key, deprecated: setting it to anything but its default gives a warning that names the other. */
    ConfigKey<T> deprecatedFor(String other) {
        return new ConfigKey<>(name, type, defaultText, reload, text, shipped, Optional.of(other), effective);
    }

    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    /** The default as the owner would write it; {@code None} for nothing. */
    public String defaultText() {
        return defaultText;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public Reload reload() {
        return reload;
    }

    /** What it means, in a sentence or two. */
    public String text() {
        return text;
    }

    /** The value that the shipped file sets, when it sets one. */
    public Optional<String> shipped() {
        return shipped;
    }

    /** What to use instead, when the key is deprecated. */
    public Optional<String> instead() {
        return instead;
    }

    /** Whether setting it changes anything here. */
    public boolean isEffective() {
        return effective;
    }

    @Override
    public String toString() {
        return name;
    }
}
