package io.goalstated.polling;

import io.goalstated.goalstate.ChannelChoice;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.Ticks;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the next snapshot of the one in force and of what a look brought (spec 01 §8). Asks nobody. */
final class Succession {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final FastTrackMemory memory;
    private final Supplier<PollingSettings> settings;

    Succession(FastTrackMemory memory, Supplier<PollingSettings> settings) {
        this.memory = memory;
        this.settings = settings;
    }

    /**
     * After a look at both channels; the extensions may still be the old ones.
     *
     * @param fetched present when the incarnation is new; at the first look it must be
     * @param vms empty: the host offers none
     */
    GoalStateSnapshot next(
            Optional<GoalStateSnapshot> current,
            Optional<FabricFetch.Fetched> fetched,
            Optional<VmSettingsSource.Document> vms) {
        Optional<ExtensionsGoalState> latest =
                vms.map(document -> document.settings().goalState()).map(this::heeded);
        ExtensionsGoalState chosen = ChannelChoice.choose(
                        current.map(GoalStateSnapshot::extensions),
                        new ChannelChoice.Seen(
                                fetched.map(FabricFetch.Fetched::extensions), latest, latest.isPresent()))
                .orElseThrow();
        boolean outdated = isOutdatedAtStart(chosen);
        return fetched.map(all -> snapshot(all, chosen, outdated))
                .orElseGet(() -> current.orElseThrow().withExtensions(chosen, outdated));
    }

    /** The VM moved to a host without vmSettings: an older Fabric goal state is shown, not executed (§8.3). */
    GoalStateSnapshot rollBackGuarded(FabricFetch.Fetched fetched, Ticks lastFastTrack) {
        boolean outdated = ChannelChoice.isOutdated(fetched.extensions(), lastFastTrack);
        if (outdated) {
            LOG.warn(
                    "The goal state is older than changes made by Fast Track: not executed; id={}",
                    fetched.extensions().id());
        }
        return snapshot(fetched, fetched.extensions(), outdated);
    }

    private ExtensionsGoalState heeded(ExtensionsGoalState goalState) {
        return settings.get().holdsHonoured() ? goalState : goalState.withOnHold(false);
    }

    /** Fast Track was switched off by the owner, yet changes made by it are in force. */
    private boolean isOutdatedAtStart(ExtensionsGoalState chosen) {
        return !settings.get().fastTrackEnabled()
                && memory.remembered().isPresent()
                && ChannelChoice.isOutdated(chosen, memory.remembered().get());
    }

    private static GoalStateSnapshot snapshot(
            FabricFetch.Fetched fetched, ExtensionsGoalState extensions, boolean outdated) {
        return new GoalStateSnapshot(
                fetched.document(), extensions, outdated, false, fetched.hosting(), fetched.remoteAccess());
    }
}
