package io.goalstated.environment.network;

import io.goalstated.platform.BroadcastExchange;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Searches the wireserver on the network that it is started in, and prints its address. */
public final class SearchProgram {
    private SearchProgram() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        WireServerSearch search = new WireServerSearch(new WireServerSearch.Shell(
                new VertxTimers(vertx, vertx.getOrCreateContext()),
                new VertxOffload(vertx, 2),
                new Disk(),
                SystemRoot.REAL,
                Path.of(arguments[0]),
                new SystemTools(SystemRoot.REAL),
                BroadcastExchange.REAL,
                InstantSource.system(),
                new Random()));
        Optional<Ipv4> found =
                search.search(false).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        System.out.println("found " + found.map(Ipv4::toString).orElse("nothing"));
        System.exit(0);
    }
}
