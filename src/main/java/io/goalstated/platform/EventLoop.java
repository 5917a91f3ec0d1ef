package io.goalstated.platform;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Makes the one Vert.x of a process: as few threads as the agent needs, no files of its own. */
public final class EventLoop {
    /** How often it is looked whether the loop is blocked; each look wakes an idle process. */
    private static final long WATCH_MILLIS = 5_000;

    private EventLoop() {}

    /** One loop, two workers for blocking work, one internal thread. Threads are not daemons: close it, or the process stays. */
    public static Vertx start() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckInterval(WATCH_MILLIS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
