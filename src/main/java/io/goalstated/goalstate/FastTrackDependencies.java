package io.goalstated.goalstate;

import io.goalstated.goalstate.ExtensionSettings.Dependency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code dependsOn} array of one element of {@code extensionGoalStates} (spec 01 §7). */
final class FastTrackDependencies {
    /** Of an extension that no entry names. */
    static final Level NONE = new Level(0, List.of());

    private final FoldedObject extension;
    private final List<FoldedObject> items;

    private FastTrackDependencies(FoldedObject extension, List<FoldedObject> items) {
        this.extension = extension;
        this.items = items;
    }

    static FastTrackDependencies read(FoldedObject extension) throws MalformedGoalState {
        return new FastTrackDependencies(extension, extension.objects("dependsOn"));
    }

    /** The level of a single-config handler. */
    Level ofHandler() throws MalformedGoalState {
        if (items.size() > 1) {
            throw FoldedObject.malformed(
                    extension.at("dependsOn") + " has several entries for a single-config handler");
        }
        return items.isEmpty() ? NONE : level(items.get(0));
    }

    /** The levels of a multi-config handler's extensions; every entry must name an extension that there is. */
    Map<String, Level> byName(Set<String> extensions) throws MalformedGoalState {
        Map<String, Level> levels = new HashMap<>();
        for (FoldedObject item : items) {
            String name = item.requiredText("name");
            if (!extensions.contains(name)) {
                throw FoldedObject.malformed(item.at("name") + " is not the name of an extension");
            }
            levels.put(name, level(item));
        }
        return levels;
    }

    private static Level level(FoldedObject item) throws MalformedGoalState {
        String text = item.get("dependencyLevel")
                .orElseThrow(() -> item.missing("dependencyLevel"))
                .asText();
        int value = Numbers.parse(text)
                .orElseThrow(() -> FoldedObject.malformed(item.at("dependencyLevel") + " is not a whole number"));
        return new Level(value, names(item));
    }

    /** All names or none: half of them would look like the whole truth to whoever orders by names. */
    private static List<Dependency> names(FoldedObject item) throws MalformedGoalState {
        List<Dependency> names = new ArrayList<>();
        for (FoldedObject dependency : item.objects("dependsOnExtension")) {
            Optional<String> handler = dependency.text("handler").filter(name -> !name.isEmpty());
            if (handler.isEmpty()) {
                return List.of();
            }
            names.add(new Dependency(handler.get(), dependency.text("extension").filter(name -> !name.isEmpty())));
        }
        return names;
    }

    record Level(int value, List<Dependency> names) {}
}
