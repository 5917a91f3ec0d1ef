package io.goalstated.plan;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.InvalidSettings;
import io.goalstated.goalstate.RequestedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a goal state asks of one handler, in the words of a test: {@code enabled("1.1").seq(3)}. */
final class Goal {
    private final String name;
    private final VersionNumber version;
    private final RequestedState state;
    private final List<ExtensionSettings> settings = new ArrayList<>();
    private boolean multiConfig;
    private Optional<String> signature = Optional.empty();
    private Optional<InvalidSettings> invalid = Optional.empty();

    private Goal(String name, String version, RequestedState state) {
        this.name = name;
        this.version = new VersionNumber(version);
        this.state = state;
    }

    static Goal enabled(String version) {
        return new Goal("Test.Ext", version, RequestedState.ENABLED);
    }

    static Goal disabled(String version) {
        return new Goal("Test.Ext", version, RequestedState.DISABLED);
    }

    static Goal uninstall(String version) {
        return new Goal("Test.Ext", version, RequestedState.UNINSTALL);
    }

    /** A handler of that name, for what concerns several handlers. */
    static Goal handler(String name, RequestedState state) {
        return new Goal(name, "1.0", state);
    }

    /** Single-config settings with that number. */
    Goal seq(int number) {
        settings.add(settings(name, number, "enabled", 0, List.of()));
        return this;
    }

    Goal level(int level, ExtensionSettings.Dependency... dependsOn) {
        settings.add(settings(name, 0, "enabled", level, List.of(dependsOn)));
        return this;
    }

    Goal extension(String extension, int number) {
        return extension(extension, number, "enabled");
    }

    /** One more extension of a multi-config handler. */
    Goal extension(String extension, int number, String state) {
        multiConfig = true;
        settings.add(settings(extension, number, state, 0, List.of()));
        return this;
    }

    Goal extension(String extension, int level, ExtensionSettings.Dependency... dependsOn) {
        multiConfig = true;
        settings.add(settings(extension, 0, "enabled", level, List.of(dependsOn)));
        return this;
    }

    Goal signed() {
        signature = Optional.of("c2lnbmVk");
        return this;
    }

    Goal invalid(InvalidSettings.Category category, String explanation) {
        invalid = Optional.of(new InvalidSettings(category, explanation));
        return this;
    }

    HandlerGoal handler() {
        return new HandlerGoal(
                new HandlerName(name), version, state, multiConfig, List.of(), signature, invalid, settings);
    }

    List<Item> items() {
        return Item.of(List.of(handler()));
    }

    private static ExtensionSettings settings(
            String name, int number, String state, int level, List<ExtensionSettings.Dependency> dependsOn) {
        return new ExtensionSettings(
                name,
                new SequenceNumber(number),
                state,
                level,
                dependsOn,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
