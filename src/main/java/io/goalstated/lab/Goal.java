package io.goalstated.lab;

import java.util.List;

/**
 * What the platform shall ask of the VM. Nothing is checked: tests publish wrong names and states on purpose.
 *
 * @param requiredFeatures names that an agent must know to process this goal state (spec 01 §10.4)
 */
public record Goal(List<WantedHandler> handlers, List<String> requiredFeatures) {
    /** No extensions at all. */
    public static final Goal EMPTY = new Goal(List.of(), List.of());

    public Goal {
        handlers = List.copyOf(handlers);
        requiredFeatures = List.copyOf(requiredFeatures);
    }

    public static Goal of(WantedHandler... handlers) {
        return new Goal(List.of(handlers), List.of());
    }

    public Goal requiring(String... features) {
        return new Goal(handlers, List.of(features));
    }
}
