package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks for manifests as soon as a goal state is in sight: the wireserver, which is still asked whether anything newer
 * is known there, and the store of the manifests then take their time side by side. Keeps the text of what it hands out.
 * Used on the event loop.
 */
public final class ManifestsAhead implements ManifestSource {
    /** An answer is used for the goal state it was asked for; if that never came into force, it is soon too old. */
    private static final Duration USABLE = Duration.ofSeconds(10);

    private final ManifestFetcher fetcher;
    private final Timers timers;
    private final BooleanSupplier fastTrack;
    private final Keeper keeper;
    private final Map<HandlerName, Asked> asked = new HashMap<>();

    private record Asked(List<String> uris, long at, Future<ManifestFetcher.Fetched> answer) {}

    /**
     * Gets the text of each manifest when it is made use of, to keep it beside the documents of the goal state that is in
     * force: not when it is foreseen, for then the one before still is.
     */
    @FunctionalInterface
    public interface Keeper {
        void keep(HandlerName handler, String text);
    }

    /** @param fastTrack whether the goal state in force came by Fast Track: then the host is to verify what it fetches */
    public ManifestsAhead(ManifestFetcher fetcher, Timers timers, BooleanSupplier fastTrack, Keeper keeper) {
        this.fetcher = fetcher;
        this.timers = timers;
        this.fastTrack = fastTrack;
        this.keeper = keeper;
    }

    /** The goal state will probably be in force in a moment. What was foreseen before is forgotten. */
    public void foresee(ExtensionsGoalState goal) {
        asked.clear();
        boolean verify = goal.source() == ExtensionsGoalState.Source.FAST_TRACK;
        for (HandlerGoal handler : goal.handlers()) {
            if (handler.needsManifest()) {
                asked.put(
                        handler.name(),
                        new Asked(handler.manifestUris(), timers.nanoTime(), fetcher.fetch(handler, verify)));
            }
        }
    }

    @Override
    public Future<ManifestFact> manifest(HandlerGoal handler) {
        return Optional.ofNullable(asked.remove(handler.name()))
                .filter(ahead -> ahead.uris().equals(handler.manifestUris()) && isUsable(ahead))
                .map(Asked::answer)
                .orElseGet(() -> fetcher.fetch(handler, fastTrack.getAsBoolean()))
                .map(fetched -> {
                    fetched.text().ifPresent(text -> keeper.keep(handler.name(), text));
                    return fetched.fact();
                });
    }

    private boolean isUsable(Asked ahead) {
        return timers.nanoTime() - ahead.at() < USABLE.toNanos();
    }
}
