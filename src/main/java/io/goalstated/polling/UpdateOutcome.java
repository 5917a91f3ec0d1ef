package io.goalstated.polling;

import java.util.function.Function;
import java.util.function.Supplier;

/** What one look at the platform led to. */
sealed interface UpdateOutcome {
    record Unchanged() implements UpdateOutcome {}

    /** @param snapshot in force from now on; its extensions may still be the old ones */
    record Updated(GoalStateSnapshot snapshot) implements UpdateOutcome {}

    /** The previous goal state stays in force. */
    record Failed(String reason) implements UpdateOutcome {}

    default <T> T match(Supplier<T> unchanged, Function<Updated, T> updated, Function<Failed, T> failed) {
        if (this instanceof Updated update) {
            return updated.apply(update);
        }
        return this instanceof Failed failure ? failed.apply(failure) : unchanged.get();
    }
}
