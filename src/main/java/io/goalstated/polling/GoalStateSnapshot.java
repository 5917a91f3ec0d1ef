package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.HostingEnvironment;
import io.goalstated.goalstate.RemoteAccess;
import java.util.Optional;

/**
 * What is in force: one consistent picture, replaced as a whole.
 *
 * @param document of the Fabric channel: of the incarnation that was fetched last
 * @param extensions of either channel
 * @param outdated executing the extensions would roll back Fast Track changes: report, but do not execute (spec 01 §8.3)
 * @param fastTrackSupported the host offers vmSettings, which the status says
 * @param hosting for telemetry
 * @param remoteAccess empty: the goal state names no list
 */
public record GoalStateSnapshot(
        GoalStateDocument document,
        ExtensionsGoalState extensions,
        boolean outdated,
        boolean fastTrackSupported,
        Optional<HostingEnvironment> hosting,
        Optional<RemoteAccess> remoteAccess) {
    /** The same incarnation, addressed anew: the VM has moved. */
    GoalStateSnapshot withDocument(GoalStateDocument moved) {
        return new GoalStateSnapshot(moved, extensions, outdated, fastTrackSupported, hosting, remoteAccess);
    }

    GoalStateSnapshot withExtensions(ExtensionsGoalState goalState, boolean isOutdated) {
        return new GoalStateSnapshot(document, goalState, isOutdated, fastTrackSupported, hosting, remoteAccess);
    }

    GoalStateSnapshot withFastTrackSupported(boolean supported) {
        return new GoalStateSnapshot(document, extensions, outdated, supported, hosting, remoteAccess);
    }
}
