package io.goalstated.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of one file that was left for the agent. */
sealed interface Taking {
    /**
     * It was read, and goes once its events are in the outbox.
     *
     * @param refused how many of its events broke which rule
     */
    record Taken(List<EncodedEvent> events, Map<String, Integer> refused) implements Taking {
        public Taken {
            events = List.copyOf(events);
            refused = Map.copyOf(refused);
        }
    }

    /** It cannot be understood, perhaps because it is being written. */
    record Unfinished(String why) implements Taking {}

    /** It is none that may be read, and goes. */
    record Refused(String why) implements Taking {}

    record Gone() implements Taking {}

    /** Why the file as a whole brought nothing, if it did not. */
    default Optional<String> complaint() {
        if (this instanceof Unfinished unfinished) {
            return Optional.of(unfinished.why());
        }
        return this instanceof Refused refusal ? Optional.of(refusal.why()) : Optional.empty();
    }
}
