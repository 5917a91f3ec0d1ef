package io.goalstated.app;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.daemon.Agent;
import io.goalstated.daemon.Setup;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.event.Level;

/**
 * The run that teaches the class archive what the daemon loads: a whole agent in a scratch directory carries out goal
 * states of a fake Azure, over both channels and with certificates. Everything it opens it closes, and it is over after
 * {@link #LIMIT_SECONDS} at the latest: a training that hangs would hang the build.
 */
public final class Training {
    private static final int LIMIT_SECONDS = 60;
    private static final String SAMPLE = "Contoso.Samples.Hello";
    private static final String VERSION = "1.0.0";

    private final Vertx vertx;
    private final Path root;

    private Training(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.root = root;
    }

    public static void main(String[] words) throws Exception {
        haltAfterLimit();
        Path root = Files.createTempDirectory("goalstated-training");
        Vertx vertx = EventLoop.start();
        try {
            new Training(vertx, root).run();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
            Logging.ofThisProcess().close();
            new Disk().deleteTree(root);
        }
    }

    private void run() throws ExecutionException, InterruptedException, IOException {
        Path logs = Files.createDirectories(root.resolve("var/log"));
        Logging.ofThisProcess()
                .use(new LogSettings(
                        Level.INFO, Optional.of(logs.resolve("waagent.log")), 1 << 20, 1, 1 << 20, false, false));
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(
                ignored -> FakeAzure.start(vertx).compose(this::lesson).onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().get();
    }

    private Future<Void> lesson(FakeAzure azure) {
        return vertx.executeBlocking(() -> azure.offer(samples().resolve("shell-hello"), VERSION))
                .compose(offered ->
                        vertx.executeBlocking(() -> azure.publish(goal(0)).viaFabric()))
                .compose(published -> Agent.start(vertx, setup(azure.addresses()), view -> {}))
                .compose(agent -> azure.awaitStatus(report -> isSuccess(report, 0))
                        .compose(reported -> vertx.executeBlocking(
                                () -> azure.publish(goal(1)).viaFastTrack()))
                        .compose(published -> azure.awaitStatus(report -> isSuccess(report, 1)))
                        .eventually(agent::stop))
                .mapEmpty();
    }

    private static Goal goal(int sequence) {
        return Goal.of(WantedHandler.of(SAMPLE, VERSION)
                .sequence(sequence)
                .publicSettings("{\"name\":\"training\"}")
                .protectedSettings("{}")
                .signed());
    }

    private static boolean isSuccess(StatusReport report, int sequence) {
        return report.extensionStatus(SAMPLE).equals("success") && report.sequenceNumber(SAMPLE) == sequence;
    }

    private Setup setup(Addresses addresses) {
        ConfigFile words = ConfigFile.fromCommandLine(List.of(
                "Protocol.WireServer=" + addresses.wire(),
                "Protocol.HostPlugin=" + addresses.hostPlugin(),
                "Protocol.Imds=" + addresses.imds()));
        return new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(words)),
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/bin:/bin"),
                AgentVersion.current());
    }

    /** Beside {@code lib/}, where this program lies. */
    private static Path samples() throws IOException {
        try {
            Path jar = Path.of(Training.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("..").normalize().resolve("extension-samples");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void haltAfterLimit() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.currentThread().join(LIMIT_SECONDS * 1000L);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                },
                "training-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
