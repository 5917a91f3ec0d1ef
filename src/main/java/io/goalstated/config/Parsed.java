package io.goalstated.config;

import java.util.Optional;
import java.util.function.Function;

/** What a text meant: a value, or why it is none. */
record Parsed<T>(Optional<T> value, ConfigWarning.Kind problem, String message) {
    static <T> Parsed<T> of(T value) {
        return new Parsed<>(Optional.of(value), ConfigWarning.Kind.WRONG_TYPE, "");
    }

    static <T> Parsed<T> wrongType(String message) {
        return new Parsed<>(Optional.empty(), ConfigWarning.Kind.WRONG_TYPE, message);
    }

    static <T> Parsed<T> outOfRange(String message) {
        return new Parsed<>(Optional.empty(), ConfigWarning.Kind.OUT_OF_RANGE, message);
    }

    <R> Parsed<R> map(Function<T, R> change) {
        return new Parsed<>(value.map(change), problem, message);
    }
}
