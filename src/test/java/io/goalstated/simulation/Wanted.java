package io.goalstated.simulation;

import com.fasterxml.jackson.databind.node.IntNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.InvalidSettings;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.goalstate.Ticks;
import io.goalstated.json.Json;
import io.goalstated.policy.Policy;
import io.goalstated.supervise.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One goal state, and what the owner thinks of it, in the few words that judging it takes.
 *
 * @param number makes its id, its svdSequenceNumber and the content of its settings
 */
record Wanted(
        int number, boolean fastTrack, boolean onHold, boolean unsupported, Permission permission, List<Wish> wishes) {

    /** @param invalid its settings could not be read */
    record Wish(
            String handler,
            String version,
            RequestedState state,
            boolean multiConfig,
            boolean invalid,
            List<Config> configs) {
        Wish {
            configs = List.copyOf(configs);
        }

        @Override
        public String toString() {
            return handler + " " + version + " " + state.text() + (invalid ? " INVALID" : "") + configs;
        }
    }

    /**
     * One set of settings.
     *
     * @param name the extension's, for single-config the handler's
     * @param dependsOn full names
     */
    record Config(String name, int sequence, boolean enabled, int level, List<String> dependsOn) {
        Config {
            dependsOn = List.copyOf(dependsOn);
        }

        @Override
        public String toString() {
            return name + "#" + sequence + (enabled ? "" : " disabled") + (level == 0 ? "" : " level " + level)
                    + (dependsOn.isEmpty() ? "" : " after " + dependsOn);
        }
    }

    /** What the owner lets run. */
    enum Permission {
        EVERYTHING,
        /** {@code Extensions.Enabled=n}. */
        NOTHING,
        /** A policy that lists only the first two handlers of the universe. */
        SOME,
        /** The same, and removals are not allowed either. */
        SOME_STRICTLY,
        BROKEN_POLICY
    }

    Wanted {
        wishes = List.copyOf(wishes);
    }

    Wanted allowed(Permission other) {
        return new Wanted(number, fastTrack, onHold, unsupported, other, wishes);
    }

    String id() {
        return (fastTrack ? "etag_" : "incarnation_") + number;
    }

    Optional<Wish> wish(String handler) {
        return wishes.stream().filter(wish -> wish.handler.equals(handler)).findFirst();
    }

    /** What the settings file of this goal state must hold. */
    String settingsMark(String handler, String name) {
        return "\"n\": \"" + number + "/" + handler + "/" + name + "\"";
    }

    boolean isDenied(Wish wish) {
        boolean removal = wish.state != RequestedState.ENABLED;
        boolean listed = Universe.HANDLERS.subList(0, 2).contains(wish.handler);
        return switch (permission) {
            case EVERYTHING -> false;
            case NOTHING -> true;
            case SOME -> !removal && !listed;
            case SOME_STRICTLY -> !listed;
            case BROKEN_POLICY -> !removal;
        };
    }

    Admission admission() {
        return switch (permission) {
            case EVERYTHING -> Admission.EVERYTHING;
            case NOTHING -> new Admission(false, "/etc/waagent.conf", Admission.EVERYTHING.policy());
            case SOME -> policy("");
            case SOME_STRICTLY -> policy("\"allowUninstall\":false,");
            case BROKEN_POLICY -> new Admission(true, "", Policy.parse("/etc/waagent_policy.json", "{nonsense"));
        };
    }

    private static Admission policy(String more) {
        String listed = Universe.HANDLERS.subList(0, 2).stream()
                .map(name -> "\"" + name + "\":{}")
                .collect(Collectors.joining(","));
        String text = "{\"policyVersion\":\"0.1.0\",\"extensionPolicies\":{" + more
                + "\"allowListedExtensionsOnly\":true,\"extensions\":{" + listed + "}}}";
        return new Admission(true, "", Policy.parse("/etc/waagent_policy.json", text));
    }

    ExtensionsGoalState goalState() {
        List<HandlerGoal> handlers = new ArrayList<>();
        for (Wish wish : wishes) {
            handlers.add(handler(wish));
        }
        return new ExtensionsGoalState(
                id(),
                fastTrack ? ExtensionsGoalState.Source.FAST_TRACK : ExtensionsGoalState.Source.FABRIC,
                fastTrack ? ExtensionsGoalState.Channel.HOST_PLUGIN : ExtensionsGoalState.Channel.WIRE_SERVER,
                ExtensionsGoalState.ZERO_GUID,
                ExtensionsGoalState.ZERO_GUID,
                new Ticks(number),
                IntNode.valueOf(number),
                Optional.of("https://status.example/blob"),
                ExtensionsGoalState.BlobType.BLOCK,
                unsupported ? List.of("TimeTravel") : List.of("MultipleExtensionsPerHandler"),
                List.of(),
                handlers,
                List.of(),
                onHold,
                Optional.empty(),
                false);
    }

    private HandlerGoal handler(Wish wish) {
        Optional<InvalidSettings> invalid = wish.invalid
                ? Optional.of(new InvalidSettings(InvalidSettings.Category.SETTINGS_MALFORMED, "nonsense"))
                : Optional.empty();
        return new HandlerGoal(
                new HandlerName(wish.handler),
                new VersionNumber(wish.version),
                wish.state,
                wish.multiConfig,
                List.of("https://manifest.example/" + wish.handler),
                Optional.empty(),
                invalid,
                wish.configs.stream().map(config -> settings(wish, config)).toList());
    }

    private ExtensionSettings settings(Wish wish, Config config) {
        List<ExtensionSettings.Dependency> dependencies = new ArrayList<>();
        for (String full : config.dependsOn) {
            String handler = Universe.handlerOf(full);
            dependencies.add(new ExtensionSettings.Dependency(
                    handler,
                    full.equals(handler) ? Optional.empty() : Optional.of(full.substring(handler.length() + 1))));
        }
        return new ExtensionSettings(
                config.name,
                new SequenceNumber(config.sequence),
                config.enabled ? "enabled" : "disabled",
                config.level,
                dependencies,
                Optional.of(Json.object().put("n", number + "/" + wish.handler + "/" + config.name)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String toString() {
        return id()
                + (onHold ? " ON HOLD" : "")
                + (unsupported ? " UNSUPPORTED" : "")
                + (permission == Permission.EVERYTHING ? "" : " allowed: " + permission)
                + wishes;
    }
}
