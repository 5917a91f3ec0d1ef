package io.goalstated.goalstate;

import io.goalstated.goalstate.ExtensionsGoalState.Source;
import java.util.Optional;

/** Which of the two channels' goal states is in force (spec 01 §8). */
public final class ChannelChoice {
    private ChannelChoice() {}

    /**
     * What one look at both channels showed.
     *
     * @param fabric the ExtensionsConfig, present exactly when the incarnation is new (or a refresh was forced) and
     *     everything that belongs to it was fetched
     * @param vmSettings the host's latest document; empty when the host has no such API
     * @param vmSettingsNew whether this look brought it, rather than a {@code 304}
     */
    public record Seen(
            Optional<ExtensionsGoalState> fabric, Optional<ExtensionsGoalState> vmSettings, boolean vmSettingsNew) {
        /** vmSettings whose source is Fabric only mirror the other channel, without its certificates (§8.1 step 3). */
        private Optional<ExtensionsGoalState> fastTrack() {
            return vmSettings.filter(goalState -> goalState.source() != Source.FABRIC);
        }
    }

    /** The goal state that is in force after that look: a new one, or the current one; empty if there is none yet. */
    public static Optional<ExtensionsGoalState> choose(Optional<ExtensionsGoalState> current, Seen seen) {
        Optional<ExtensionsGoalState> candidate = candidate(seen);
        if (candidate.isEmpty()) {
            return current;
        }
        boolean older = current.isPresent()
                && candidate.get().createdOn().compareTo(current.get().createdOn()) < 0;
        return older ? current : candidate;
    }

    private static Optional<ExtensionsGoalState> candidate(Seen seen) {
        Optional<ExtensionsGoalState> fastTrack = seen.fastTrack();
        if (seen.fabric().isEmpty()) {
            return seen.vmSettingsNew() ? fastTrack : Optional.empty();
        }
        boolean fastTrackIsLater = fastTrack.isPresent()
                && fastTrack.get().createdOn().compareTo(seen.fabric().get().createdOn()) > 0;
        return fastTrackIsLater ? fastTrack : seen.fabric();
    }

    /**
     * Whether executing this Fabric goal state would roll back Fast Track changes that were in force before the host
     * stopped offering vmSettings (§8.3).
     *
     * @param lastFastTrack creation of the latest Fast Track goal state this VM has seen
     */
    public static boolean isOutdated(ExtensionsGoalState fabric, Ticks lastFastTrack) {
        return fabric.createdOn().compareTo(lastFastTrack) < 0;
    }
}
