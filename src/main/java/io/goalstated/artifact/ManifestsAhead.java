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

/**
 * Asks for manifests as soon as a goal state is in sight: the wireserver, which is still asked whether anything newer
 * is known there, and the store of the manifests then take their time side by side. Used on the event loop.
 */
public final class ManifestsAhead implements ManifestSource {
    /** An answer is used for the goal state it was asked for; if that never came into force, it is soon too old. */
    private static final Duration USABLE = Duration.ofSeconds(10);

    private final ManifestFetcher fetcher;
    private final Timers timers;
    private final Map<HandlerName, Asked> asked = new HashMap<>();

    private record Asked(List<String> uris, long at, Future<ManifestFact> answer) {}

    public ManifestsAhead(ManifestFetcher fetcher, Timers timers) {
        this.fetcher = fetcher;
        this.timers = timers;
    }

    /** The goal state will probably be in force in a moment. What was foreseen before is forgotten. */
    public void foresee(ExtensionsGoalState goal) {
        asked.clear();
        boolean fastTrack = goal.source() == ExtensionsGoalState.Source.FAST_TRACK;
        for (HandlerGoal handler : goal.handlers()) {
            if (handler.needsManifest()) {
                asked.put(
                        handler.name(),
                        new Asked(handler.manifestUris(), timers.nanoTime(), fetcher.manifest(handler, fastTrack)));
            }
        }
    }

    @Override
    public Future<ManifestFact> manifest(HandlerGoal handler) {
        return Optional.ofNullable(asked.remove(handler.name()))
                .filter(ahead -> ahead.uris().equals(handler.manifestUris()) && isUsable(ahead))
                .map(Asked::answer)
                .orElseGet(() -> fetcher.manifest(handler));
    }

    private boolean isUsable(Asked ahead) {
        return timers.nanoTime() - ahead.at() < USABLE.toNanos();
    }
}
