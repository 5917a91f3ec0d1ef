package io.goalstated.lab;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A value that one thread changes and others read. Never empty. */
final class Cell<T> {
    private final AtomicReference<T> value;

    Cell(T initial) {
        value = new AtomicReference<>(initial);
    }

    T get() {
        return Objects.requireNonNull(value.get());
    }

    void set(T next) {
        value.set(next);
    }

    /** Applies the change, again if another thread was faster; so the change must have no effect of its own. */
    T update(UnaryOperator<T> change) {
        return Objects.requireNonNull(value.updateAndGet(change));
    }
}
