package io.goalstated.daemon;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.lab.Addresses;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.goalstated.supervise.SupervisionView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of an agent in this process, from its start to its end, natural or not. */
final class Life {
    private static final int LIMIT_SECONDS = 180;
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    final Instant began = Instant.now();
    private final Vertx vertx = EventLoop.start();
    private final CompletableFuture<SupervisionView> concluded = new CompletableFuture<>();
    private final Promise<Agent> agent = Promise.promise();
    private final Mortality mortality;
    private final String goalState;
    private volatile SupervisionView view = SupervisionView.NOTHING;

    /** @param goalState whose end {@link #concluded} waits for */
    Life(Path root, Addresses azure, Mortality mortality, String goalState, List<String> settings) {
        this.mortality = mortality;
        this.goalState = goalState;
        List<String> words = new ArrayList<>(settings);
        words.addAll(List.of(
                "Protocol.WireServer=" + azure.wire(),
                "Protocol.HostPlugin=" + azure.hostPlugin(),
                "Protocol.Imds=" + azure.imds(),
                "Provisioning.Agent=disabled",
                "Provisioning.MonitorHostName=n",
                "OS.EnableFirewall=n"));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(words))),
                "/etc/waagent.conf",
                ENVIRONMENT,
                AgentVersion.current());
        Disk disk = new Disk(mortality);
        vertx.runOnContext(
                ignored -> Agent.start(vertx, setup, disk, this::heard).onComplete(agent));
    }

    private void heard(SupervisionView seen) {
        view = seen;
        if (seen.verdict().filter(v -> v.goalStateId().equals(goalState)).isPresent()) {
            concluded.complete(seen);
        }
    }

    /** For a failure's message: how far it has come. */
    @Override
    public String toString() {
        Future<Agent> started = agent.future();
        String start =
                started.succeeded() ? "" : started.failed() ? "not started: " + started.cause() + ", " : "starting, ";
        return start + mortality.steps() + " steps, " + view;
    }

    /** The goal state has been carried out. */
    CompletableFuture<SupervisionView> concluded() {
        return concluded;
    }

    /** As SIGKILL: nothing is said, nothing is written. The commands that it has started live on. */
    void end() throws Exception {
        await(vertx.close(), "to close");
        mortality.awaitThreads();
    }

    /** As SIGTERM. */
    void stop() throws Exception {
        Promise<Void> stopped = Promise.promise();
        vertx.runOnContext(ignored -> agent.future().compose(Agent::stop).onComplete(stopped));
        await(stopped.future(), "to stop");
        end();
    }

    private void await(Future<Void> end, String what) throws ExecutionException, InterruptedException {
        try {
            end.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("too long " + what + ": " + this, e);
        }
    }
}
