package io.goalstated;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.daemon.Agent;
import io.goalstated.daemon.Setup;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A whole agent and a whole fake Azure in this process, below a scratch root. */
final class AgentAndAzure implements AutoCloseable {
    final FakeAzure azure;
    private final Path root;
    private final Vertx vertx = EventLoop.start();
    private final List<Agent> agents = new ArrayList<>();

    AgentAndAzure(Path root) throws Exception {
        this.root = root;
        this.azure = await(FakeAzure.start(vertx));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    /** @param settings {@code Key=value} */
    void startAgent(String... settings) throws Exception {
        Addresses platform = azure.addresses();
        List<String> all = new ArrayList<>(List.of(
                "Protocol.WireServer=" + platform.wire(),
                "Protocol.HostPlugin=" + platform.hostPlugin(),
                "Protocol.Imds=" + platform.imds()));
        all.addAll(List.of(settings));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(all))),
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/bin:/bin"),
                AgentVersion.current());
        Promise<Agent> started = Promise.promise();
        vertx.runOnContext(ignored -> Agent.start(vertx, setup, view -> {}).onComplete(started));
        agents.add(await(started.future()));
    }

    /** The newest report if it is like that, else the next that is. */
    StatusReport status(Predicate<StatusReport> condition) throws Exception {
        return await(azure.awaitStatus(condition));
    }

    /** Stops the agents, then the platform. */
    @Override
    public void close() {
        Promise<Void> stopped = Promise.promise();
        vertx.runOnContext(
                ignored -> Future.join(agents.stream().map(Agent::stop).toList())
                        .eventually(azure::close)
                        .<Void>mapEmpty()
                        .onComplete(stopped));
        stopped.future()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        // Not on the loop: who waits there for its end never hears of it.
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
