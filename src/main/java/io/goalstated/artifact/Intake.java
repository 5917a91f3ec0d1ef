package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import java.util.function.Function;

/** What became of one copy of a package. */
sealed interface Intake {
    /** In place and initialised. */
    record Done(Ready ready) implements Intake {}

    /** These bytes are no good; the same package from somewhere else may be. */
    record BadContent(Failed failed) implements Intake {}

    /** No other copy can be better. */
    record Hopeless(Failed failed) implements Intake {}

    default <T> T match(Function<Done, T> done, Function<BadContent, T> bad, Function<Hopeless, T> hopeless) {
        if (this instanceof Done it) {
            return done.apply(it);
        }
        if (this instanceof BadContent it) {
            return bad.apply(it);
        }
        return hopeless.apply((Hopeless) this);
    }
}
