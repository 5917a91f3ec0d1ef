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
    private final Runnable refresh;

    /**
     * @param busy whether the agent has work
     * @param transitioning whether an extension says that it has
     * @param pokeActive makes the next minute one in which the platform is asked often
     * @param refresh has everything fetched anew
     */
    Attention(BooleanSupplier busy, BooleanSupplier transitioning, Runnable pokeActive, Runnable refresh) {
        this.busy = busy;
        this.transitioning = transitioning;
        this.pokeActive = pokeActive;
        this.refresh = refresh;
    }

    /** To be called again and again, at least twice a minute. */
    void tick() {
        if (busy.getAsBoolean() || transitioning.getAsBoolean()) {
            pokeActive.run();
        }
    }

    /** Somebody wants to see the goal state of this moment, and probably what comes of it. */
    void wanted() {
        refresh.run();
        pokeActive.run();
    }

    /** The agent's work has changed. */
    void workChanged() {
        if (busy.getAsBoolean()) {
            pokeActive.run();
        }
    }
}
