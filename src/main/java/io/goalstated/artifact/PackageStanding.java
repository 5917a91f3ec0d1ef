package io.goalstated.artifact;

/** How a package that was unpacked earlier stands by the rules of today (OPS-144). */
public sealed interface PackageStanding {
    /** Its commands may run. */
    record Good(PackageOutcome.Ready ready) implements PackageStanding {}

    /** No further command of it may run; what is on disk stays. */
    record Refused(PackageOutcome.Failed failed) implements PackageStanding {}

    /** Too little is known of it for the mode: it is to be fetched and verified anew. */
    record Unknown() implements PackageStanding {}
}
