package io.goalstated.daemon;

import java.util.function.BooleanSupplier;

/**
 * Decides when the platform is asked often because something is going on here, or somebody looks (spec 01 §14.2). Used on
 * the event loop.
 */
final class Attention {
    private final BooleanSupplier busy;
    private final BooleanSupplier transitioning;
    private final Runnable pokeActive;

    /**
     * @param busy whether the agent has work
     * @param transitioning whether an extension says that it has
     * @param pokeActive makes the next minute one in which the platform is asked often
     */
    Attention(BooleanSupplier busy, BooleanSupplier transitioning, Runnable pokeActive) {
        this.busy = busy;
        this.transitioning = transitioning;
        this.pokeActive = pokeActive;
    }

    /** To be called again and again, at least twice a minute. */
    void tick() {
        if (busy.getAsBoolean() || transitioning.getAsBoolean()) {
            pokeActive.run();
        }
    }

    /** The agent's work has changed. */
    void workChanged() {
        if (busy.getAsBoolean()) {
            pokeActive.run();
        }
    }
}
