package io.goalstated.trust;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The border between us and the libraries that read foreign bytes. On hostile input Bouncy Castle and the JDK throw
 * nearly any exception; here, and nowhere else in this package, all of them become a value.
 *
 * @param value what came out; empty when the input was no good
 * @param fault the class of the exception, for diagnosis; its message is left behind, it may repeat the input
 */
record Attempt<T>(Optional<T> value, String fault) {
    static <T> Attempt<T> at(Callable<T> work) {
        try {
            return new Attempt<>(Optional.of(work.call()), "");
        } catch (Exception | StackOverflowError e) {
            return new Attempt<>(Optional.empty(), e.getClass().getSimpleName());
        }
    }
}
