package io.goalstated.platform;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/** Makes the one Vert.x of a process: as few threads as the agent needs, no files of its own. */
public final class EventLoop {
    /** How often it is looked whether the loop is blocked; each look wakes an idle process. */
    private static final long WATCH_MILLIS = 20_000;

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

    /**
     * Makes what the loop's first connection needs, on the calling thread while the loop has other things to do. To resolve
     * an address asks nobody, and leaves a resolver behind.
     */
    public static void prepareConnecting(Vertx vertx) {
        var unused = ((VertxInternal) vertx).nameResolver().resolve("127.0.0.1");
    }

    /**
     * Lets the thread sleep that waits for who connects to a server of ours. Netty has a thread that nothing is planned for
     * look round every second; this one has something planned, though nothing to do, once an hour.
     */
    public static void calm(Vertx vertx) {
        var unused = ((VertxInternal) vertx)
                .acceptorEventLoopGroup()
                .next()
                .scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
    }
}
