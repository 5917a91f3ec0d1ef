package io.goalstated.goalstate;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.goalstate.InvalidSettings.Category;
import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of one handler from {@code PluginSettings} and checks them, rule by rule of spec 01 §4.4. */
final class FabricSettings {
    private final HandlerName handler;
    private final List<ExtensionSettings> settings = new ArrayList<>();
    private boolean multiConfig;

    FabricSettings(HandlerName handler) {
        this.handler = handler;
    }

    boolean multiConfig() {
        return multiConfig;
    }

    /** What was read, up to the fault if there was one. */
    List<ExtensionSettings> settings() {
        return settings;
    }

    /** @param candidates the settings entries that bear the handler's name, in any case */
    void join(String version, List<Element> candidates) throws UnusableSettings {
        for (Element candidate : candidates) {
            if (!candidate.attribute("version").equals(version)) {
                throw new UnusableSettings(
                        Category.PLUGIN_SETTINGS_VERSION_MISMATCH,
                        "the settings of " + handler + " are for another version than " + version);
            }
        }
        if (candidates.size() > 1) {
            throw new UnusableSettings(
                    Category.MULTIPLE_PLUGIN_SETTINGS, "there are several settings entries for " + handler);
        }
        if (!candidates.isEmpty()) {
            read(candidates.get(0));
        }
    }

    private void read(Element plugin) throws UnusableSettings {
        List<Element> single = plugin.children("RuntimeSettings");
        List<Element> multiple = plugin.children("ExtensionRuntimeSettings");
        if (!single.isEmpty() && !multiple.isEmpty()) {
            throw new UnusableSettings(
                    Category.RUNTIME_AND_EXTENSION_RUNTIME_SETTINGS,
                    "both RuntimeSettings and ExtensionRuntimeSettings are given for " + handler);
        }
        if (single.size() > 1) {
            throw new UnusableSettings(
                    Category.MULTIPLE_RUNTIME_SETTINGS, "there are several RuntimeSettings for " + handler);
        }
        if (!single.isEmpty()) {
            readSingle(single.get(0), plugin.children("DependsOn"));
        } else if (!multiple.isEmpty()) {
            multiConfig = true;
            readMultiple(multiple, plugin.children("DependsOn"));
        }
    }

    private void readSingle(Element runtimeSettings, List<Element> dependsOn) throws UnusableSettings {
        if (dependsOn.size() > 1) {
            throw new UnusableSettings(
                    Category.MULTIPLE_DEPENDS_ON, "there are several DependsOn elements for " + handler);
        }
        FabricDependency dependency =
                dependsOn.isEmpty() ? FabricDependency.NONE : FabricDependency.of(dependsOn.get(0));
        add(handler.value(), RequestedState.ENABLED.text(), dependency, runtimeSettings);
    }

    private void readMultiple(List<Element> runtimeSettings, List<Element> dependsOn) throws UnusableSettings {
        Map<String, FabricDependency> dependencies = new HashMap<>();
        for (Element dependency : dependsOn) {
            if (dependency.attribute("name").isEmpty()) {
                throw new UnusableSettings(
                        Category.DEPENDS_ON_WITHOUT_NAME, "a DependsOn element of " + handler + " has no name");
            }
            dependencies.put(dependency.attribute("name"), FabricDependency.of(dependency));
        }
        ExtensionNames names = new ExtensionNames();
        for (Element element : runtimeSettings) {
            String name = element.attribute("name");
            if (name.isEmpty()) {
                throw new UnusableSettings(
                        Category.EXTENSION_NAME_MISSING, "an ExtensionRuntimeSettings of " + handler + " has no name");
            }
            names.take(name);
            String state = element.attribute("state").toLowerCase(Locale.ROOT);
            add(
                    name,
                    state.isEmpty() ? RequestedState.ENABLED.text() : state,
                    dependencies.getOrDefault(name, FabricDependency.NONE),
                    element);
        }
    }

    private void add(String name, String state, FabricDependency dependency, Element element) throws UnusableSettings {
        SequenceNumber number = Numbers.sequence(element.attribute("seqNo"))
                .orElseThrow(() -> new UnusableSettings(
                        Category.SEQNO_MISSING, "the settings of " + name + " have no usable seqNo"));
        Optional<SettingsText> text = SettingsText.parse(element.text());
        if (text.isPresent()) {
            settings.add(new ExtensionSettings(
                    name,
                    number,
                    state,
                    dependency.level(),
                    dependency.names(),
                    text.get().publicSettings(),
                    text.get().protectedSettings(),
                    text.get().thumbprint(),
                    text.get().problem()));
        }
    }
}
