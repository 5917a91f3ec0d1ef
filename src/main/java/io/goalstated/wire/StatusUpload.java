package io.goalstated.wire;

import java.util.function.Function;

/** What became of a status report. */
public sealed interface StatusUpload {
    record Done(Channel channel) implements StatusUpload {}

    /** The host did not know us under our name; it has been looked up, and the next report can succeed. */
    record Postponed(String reason) implements StatusUpload {}

    /** Neither channel took it. */
    record Failed(String reason) implements StatusUpload {}

    default <T> T match(Function<Done, T> done, Function<Postponed, T> postponed, Function<Failed, T> failed) {
        if (this instanceof Done upload) {
            return done.apply(upload);
        }
        return this instanceof Postponed later ? postponed.apply(later) : failed.apply((Failed) this);
    }
}
