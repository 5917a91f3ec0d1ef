package io.goalstated.artifact;

import io.vertx.core.Future;

/** Brings a handler's package to its directory, ready for its first command. */
public interface PackageSource {
    /**
     * Downloads (or uses a zip that is already there), verifies as the mode demands, unpacks, makes every file
     * executable for the owner and initialises the directory (spec 02 §5.6): {@code HandlerManifest.json} at the root,
     * {@code config}, {@code status}, the events directory, {@code HandlerEnvironment.json}. Work of different handlers
     * overlaps. Expected failures are outcomes, never failed futures; after one nothing of the package is left.
     */
    Future<PackageOutcome> acquire(PackageRequest request);

    /**
     * Judges the package that lies unpacked in its directory, from what is on record of it: its bytes are not looked at
     * again (OPS-144).
     */
    default Future<PackageStanding> standing(PackageRequest request) {
        return Future.succeededFuture(new PackageStanding.Good(new PackageOutcome.Ready("", false)));
    }
}
