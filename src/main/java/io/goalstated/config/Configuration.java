package io.goalstated.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values in force, each with its origin, and what was wrong with what was written. Immutable: a reload makes a new one
 * (spec 04 §3.4).
 */
public final class Configuration {
    private final Map<String, Setting<?>> settings;
    private final List<ConfigWarning> warnings;

    private Configuration(Map<String, Setting<?>> settings, List<ConfigWarning> warnings) {
        this.settings = Map.copyOf(settings);
        this.warnings = List.copyOf(warnings);
    }

    /** What is in force when nothing is written anywhere. */
    public static Configuration defaults() {
        return new Configuration(Map.of(), List.of());
    }

    /** Puts the places on top of one another: the last that sets a key wins. Broken places hold nothing. */
    public static Configuration of(List<ConfigFile> places) {
        Map<String, Setting<?>> settings = new LinkedHashMap<>();
        List<ConfigWarning> warnings = new ArrayList<>();
        for (ConfigFile place : places) {
            Set<String> seen = new HashSet<>();
            for (ConfigFile.Entry entry : place.entries()) {
                if (!seen.add(entry.key())) {
                    warnings.add(new ConfigWarning(
                            ConfigWarning.Kind.DUPLICATE,
                            entry.origin(),
                            entry.key() + " is set twice in this file; the last one counts"));
                }
                ConfigKeys.find(entry.key())
                        .ifPresentOrElse(
                                key -> settings.put(key.name(), read(key, entry, warnings)),
                                () -> warnings.add(unknown(entry)));
            }
        }
        Configuration configuration = new Configuration(settings, warnings);
        configuration.addIncomplete(warnings);
        return new Configuration(settings, warnings);
    }

    /** The value in force. */
    public <T> T get(ConfigKey<T> key) {
        return setting(key).value();
    }

    /** The value in force with its origin. */
    @SuppressWarnings("unchecked") // A setting is stored under the name of the key that made it; names are unique.
    public <T> Setting<T> setting(ConfigKey<T> key) {
        Setting<?> setting = settings.get(key.name());
        return setting == null ? Setting.ofDefault(key, Origin.DEFAULT) : (Setting<T>) setting;
    }

    /** Whether anybody wrote a value other than {@code None} for the key. */
    public boolean isSet(ConfigKey<?> key) {
        Setting<?> setting = settings.get(key.name());
        return setting != null && !setting.isDefault();
    }

    /** What the owner should put right, in the order of the places and lines. */
    public List<ConfigWarning> warnings() {
        return warnings;
    }

    /** The keys whose values differ from those of the other, in the order of the registry. */
    public List<ConfigKey<?>> differingFrom(Configuration other) {
        List<ConfigKey<?>> differing = new ArrayList<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            if (!get(key).equals(other.get(key))) {
                differing.add(key);
            }
        }
        return differing;
    }

    /** This one, with those keys as they are in the other. */
    public Configuration keeping(List<ConfigKey<?>> keys, Configuration other) {
        Map<String, Setting<?>> mixed = new LinkedHashMap<>(settings);
        for (ConfigKey<?> key : keys) {
            mixed.put(key.name(), other.setting(key));
        }
        return new Configuration(mixed, warnings);
    }

    private static <T> Setting<T> read(ConfigKey<T> key, ConfigFile.Entry entry, List<ConfigWarning> warnings) {
        if (entry.value().equals(ConfigFile.NONE)) {
            return key.type()
                    .none()
                    .map(value -> new Setting<>(key, value, ConfigFile.NONE, entry.origin()))
                    .orElseGet(() -> Setting.ofDefault(key, entry.origin()));
        }
        Parsed<T> parsed = key.type().parse(entry.value());
        if (parsed.value().isEmpty()) {
            warnings.add(new ConfigWarning(parsed.problem(), entry.origin(), refusal(key, entry, parsed)));
            return Setting.ofDefault(key, Origin.DEFAULT);
        }
        Setting<T> setting = new Setting<>(key, parsed.value().get(), entry.value(), entry.origin());
        if (key.instead().isPresent() && !setting.isDefault()) {
            warnings.add(new ConfigWarning(
                    ConfigWarning.Kind.DEPRECATED,
                    entry.origin(),
                    key.name() + " is deprecated: use " + key.instead().get()));
        }
        return setting;
    }

    private static String refusal(ConfigKey<?> key, ConfigFile.Entry entry, Parsed<?> parsed) {
        return key.name() + "=" + shortened(entry.value()) + " is " + parsed.message() + "; the default "
                + key.defaultText() + " is used (allowed: " + key.type().allowed() + ")";
    }

    private static ConfigWarning unknown(ConfigFile.Entry entry) {
        return new ConfigWarning(
                ConfigWarning.Kind.UNKNOWN_KEY,
                entry.origin(),
                "unknown key " + shortened(entry.key()) + " is ignored");
    }

    /** OPS-68: WALinuxAgent leaves the proxy out without a word. */
    private void addIncomplete(List<ConfigWarning> into) {
        if (get(ProtocolKeys.PROXY_HOST).isPresent()
                && get(ProtocolKeys.PROXY_PORT).isEmpty()) {
            into.add(new ConfigWarning(
                    ConfigWarning.Kind.INCOMPLETE,
                    setting(ProtocolKeys.PROXY_HOST).origin(),
                    "HttpProxy.Host is set without HttpProxy.Port; no proxy is used"));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
