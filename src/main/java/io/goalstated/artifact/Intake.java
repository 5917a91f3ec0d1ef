package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import java.util.Optional;
import java.util.function.Function;

/** What became of one copy of a package. */
sealed interface Intake {
    /**
     * In place and initialised.
     *
     * @param sha256 of the package, upper-case hex; empty when nobody looked
     */
    record Done(Ready ready, Optional<String> sha256) implements Intake {}

    /** These bytes are no good; the same package from somewhere else may be. */
    record BadContent(Failed failed) implements Intake {}

    /** No other copy can be better. */
    record Hopeless(Failed failed) implements Intake {}

    /** The disk's fault: no other copy would fare better, and this one will once the disk is. */
    record NoRoom(PackageOutcome.NoRoom outcome) implements Intake {}

    default <T> T match(
            Function<Done, T> done,
            Function<BadContent, T> bad,
            Function<Hopeless, T> hopeless,
            Function<NoRoom, T> noRoom) {
        if (this instanceof Done it) {
            return done.apply(it);
        }
        if (this instanceof BadContent it) {
            return bad.apply(it);
        }
        if (this instanceof Hopeless it) {
            return hopeless.apply(it);
        }
        return noRoom.apply((NoRoom) this);
    }
}
