package io.goalstated.platform;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Does the work at once, on the calling thread: the future that it returns has ended, with the exception if one was thrown. */
public final class DirectOffload implements Offload {
    @Override
    public <T> Future<T> run(Callable<T> work) {
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }
}
