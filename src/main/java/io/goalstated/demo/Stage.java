package io.goalstated.demo;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.daemon.Agent;
import io.goalstated.daemon.Setup;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Recording;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A fake Azure, or a recorded one, and an agent under it, on one event loop. */
final class Stage implements AutoCloseable {
    /** Below the root. */
    private static final String ANCHORS = "/etc/goalstated/trust-anchors";
    /** For a step of opening or closing; each takes some tenths of a second. */
    private static final int LIMIT_SECONDS = 15;

    private final Vertx vertx = EventLoop.start();
    private final SystemRoot root;
    private final Consumer<Event> audience;
    private Optional<FakeAzure> azure = Optional.empty();
    private Optional<Agent> agent = Optional.empty();

    /** @param audience hears of everything, on the event loop */
    Stage(SystemRoot root, Consumer<Event> audience) {
        this.root = root;
        this.audience = audience;
    }

    /** Brings the platform up; the VM trusts its publisher. */
    FakeAzure openAzure() throws DemoFailure, IOException, InterruptedException {
        return openAzure(FakeAzure.start(vertx));
    }

    /** Brings a platform up that answers as that recording says. */
    FakeAzure openAzure(Recording recording) throws DemoFailure, IOException, InterruptedException {
        return openAzure(FakeAzure.replay(vertx, Addresses.EPHEMERAL, recording));
    }

    private FakeAzure openAzure(Future<FakeAzure> opening) throws DemoFailure, IOException, InterruptedException {
        FakeAzure opened = await("the fake Azure does not start", opening);
        azure = Optional.of(opened);
        opened.signer().writeAnchors(root.resolve(ANCHORS));
        listen(opened, Optional.empty());
        return opened;
    }

    /** Starts the agent against the platform. */
    void startAgent(Addresses platform, Map<String, String> environment) throws DemoFailure, InterruptedException {
        ConfigFile settings = ConfigFile.fromCommandLine(List.of(
                "Protocol.WireServer=" + platform.wire(),
                "Protocol.HostPlugin=" + platform.hostPlugin(),
                "Protocol.Imds=" + platform.imds(),
                "Extensions.TrustAnchors=" + ANCHORS));
        Setup setup = new Setup(
                root, Configuration.of(List.of(settings)), "/etc/waagent.conf", environment, AgentVersion.current());
        Promise<Agent> started = Promise.promise();
        vertx.runOnContext(ignored -> Agent.start(vertx, setup, view -> audience.accept(new Event.Activity(view)))
                .onComplete(started));
        agent = Optional.of(await("the agent does not start", started.future()));
    }

    /** Passes every status report on, one after the other, for as long as the loop lives. */
    private void listen(FakeAzure platform, Optional<StatusReport> last) {
        platform.awaitStatus(report -> last.filter(report::equals).isEmpty()).onComplete(next -> {
            if (next.succeeded()) {
                audience.accept(new Event.Told(next.result()));
            }
            listen(platform, next.succeeded() ? Optional.of(next.result()) : last);
        });
    }

    /** In the reverse order of opening. Trouble is not told: the process ends, or has told of worse. */
    @Override
    public void close() {
        Promise<Void> stopped = Promise.promise();
        vertx.runOnContext(ignored -> agent.map(Agent::stop)
                .orElseGet(Future::succeededFuture)
                .eventually(() -> azure.map(FakeAzure::close).orElseGet(Future::succeededFuture))
                .onComplete(stopped));
        try {
            await("the agent does not stop", stopped.future());
            // Not on the loop: who waits there for its end never hears of it.
            await("the event loop does not end", vertx.close());
        } catch (DemoFailure e) {
            // The process ends in any case.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(String trouble, Future<T> future) throws DemoFailure, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DemoFailure(trouble + ": " + e.getCause());
        } catch (TimeoutException e) {
            throw new DemoFailure(trouble + " within " + LIMIT_SECONDS + " s");
        }
    }
}
