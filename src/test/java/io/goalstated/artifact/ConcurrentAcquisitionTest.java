package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.goodZip;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.HandlerName;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.VertxOffload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentAcquisitionTest {
    private static final int HANDLERS = 20;

    @TempDir
    Path directory;

    @Test
    void twenty_packages_are_acquired_at_once_on_two_workers() throws Exception {
        ArtifactBench bench = new ArtifactBench(directory);
        bench.serve("https://a.example/p.zip", goodZip());
        Vertx vertx = EventLoop.start();
        try (VertxOffload offload = new VertxOffload(vertx, 2)) {
            PackageIntake intake = new PackageIntake(
                    bench.disk, bench.lib, bench.logs, bench.verifier, () -> bench.mode, () -> ArtifactBench.NOW);
            PackageFetcher fetcher =
                    new PackageFetcher(bench.channels(), bench.locations, intake, offload, new ArtifactBench.InOrder());

            List<PackageOutcome> outcomes = onLoop(vertx, fetcher);

            assertThat(outcomes).hasSize(HANDLERS).containsOnly(new PackageOutcome.Ready("unsigned", false));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        for (int i = 0; i < HANDLERS; i++) {
            assertThat(bench.lib.resolve(name(i) + "-1.2.3/bin/run.sh")).isExecutable();
        }
        bench.assertNoRemains();
    }

    private static List<PackageOutcome> onLoop(Vertx vertx, PackageFetcher fetcher) throws Exception {
        List<Future<PackageOutcome>> started = new ArrayList<>();
        Future<List<PackageOutcome>> all = Future.future(done -> vertx.runOnContext(go -> {
            for (int i = 0; i < HANDLERS; i++) {
                started.add(fetcher.acquire(new PackageRequest(
                        name(i),
                        ArtifactBench.VERSION,
                        List.of("https://a.example/p.zip"),
                        Optional.empty(),
                        false,
                        false)));
            }
            Future.all(started).<List<PackageOutcome>>map(every -> every.list()).onComplete(done);
        }));
        return all.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static HandlerName name(int i) {
        return new HandlerName("Example.Handler" + i);
    }
}
