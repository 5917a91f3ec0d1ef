package io.goalstated.platform;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Runs blocking work (disk, zip, crypto) somewhere that is not the event loop; the result comes back on the loop. */
public interface Offload {
    <T> Future<T> run(Callable<T> work);
}
