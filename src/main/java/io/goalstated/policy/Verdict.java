package io.goalstated.policy;

import io.goalstated.extension.ErrorCode;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether what a goal state asks of a handler may be done. */
public sealed interface Verdict {
    /** It may. */
    record Allowed() implements Verdict {}

    /**
     * It may not: nothing is executed, nothing is deleted.
     *
     * @param code {@link ErrorCode#ENABLE} or {@link ErrorCode#DISABLE}
     * @param message the exact text that is reported (spec 02 §5.3)
     */
    record Denied(ErrorCode code, String message) implements Verdict {}

    default <T> T match(Supplier<T> allowed, Function<Denied, T> denied) {
        return this instanceof Denied it ? denied.apply(it) : allowed.get();
    }
}
