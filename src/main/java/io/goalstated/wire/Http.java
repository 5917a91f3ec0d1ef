package io.goalstated.wire;

import io.vertx.core.Future;
import java.nio.file.Path;

/**
 * Sends requests with the rules of spec 01 §2: retries, time-outs, size limits, one kept-alive connection per endpoint.
 * Nothing here knows what is asked for.
 */
public interface Http {
    /**
     * The final answer, whatever its status, with its body in memory. Fails with {@link HttpFailure} when there is none:
     * attempts exhausted, resource gone, too large, or unreachable.
     */
    Future<HttpAnswer> send(HttpCall call);

    /**
     * Like {@link #send}, but the body of a 2xx answer goes to a new file (created 0600, complete and of the announced
     * length when the future succeeds, gone when it fails) on a connection of its own; the answer's body is then empty.
     * Where the server sends parts of one version, a further attempt goes on where the last one broke off, and one that
     * has brought a good piece starts the count of attempts anew.
     */
    Future<HttpAnswer> download(HttpCall call, Path target);

    /**
     * Like {@link #send}, but the body is a file's content, streamed on a connection of its own; never in memory as a whole. A file that
     * cannot be read fails the call without a further attempt.
     */
    Future<HttpAnswer> upload(HttpCall call, Path source);
}
