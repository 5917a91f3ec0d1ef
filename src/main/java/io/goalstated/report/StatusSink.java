package io.goalstated.report;

import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.wire.StatusBlob;
import io.goalstated.wire.StatusChannel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Takes reports to the platform. */
@FunctionalInterface
public interface StatusSink {
    /**
     * Fails when no channel took it, with a message fit for the log.
     *
     * @param uri signed; a secret
     */
    Future<Void> upload(byte[] document, String uri, BlobType type);

    /** Both channels of the platform, in the order that the channel decides on. */
    static StatusSink over(StatusChannel channel) {
        return (document, uri, type) -> channel.upload(new StatusBlob(uri, type, Buffer.buffer(document)))
                .compose(upload -> upload.match(
                        done -> Future.succeededFuture(),
                        postponed -> Future.failedFuture(postponed.reason()),
                        failed -> Future.failedFuture(failed.reason())));
    }
}
