package io.goalstated.goalstate;

import io.goalstated.goalstate.ExtensionSettings.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code dependsOn} array of one element of {@code extensionGoalStates} (spec 01 §7). */
final class FastTrackDependencies {
    private static final Level NONE = new Level(0, List.of());

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

    /** The level of one extension of a multi-config handler. */
    Level of(String name) throws MalformedGoalState {
        Level level = NONE;
        for (FoldedObject item : items) {
            if (item.requiredText("name").equals(name)) {
                level = level(item);
            }
        }
        return level;
    }

    /** Every entry of a multi-config handler must name an extension that there is. */
    void checkNames(List<String> extensions) throws MalformedGoalState {
        for (FoldedObject item : items) {
            if (!extensions.contains(item.requiredText("name"))) {
                throw FoldedObject.malformed(item.at("name") + " is not the name of an extension");
            }
        }
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
