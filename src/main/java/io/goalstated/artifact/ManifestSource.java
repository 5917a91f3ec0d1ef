package io.goalstated.artifact;

import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.vertx.core.Future;

/** Where a handler's list of packages comes from. */
public interface ManifestSource {
    /** Fetches the manifest anew; a failure is a fact, never a failed future. */
    Future<ManifestFact> manifest(HandlerGoal handler);
}
