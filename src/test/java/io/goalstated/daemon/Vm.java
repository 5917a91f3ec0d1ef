package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.PackageMaker;
import io.goalstated.lab.Published;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A whole agent against a whole fake Azure, both in this process:
 *
 * <pre>
 * directory/
 *   root/         the VM's file system, below which the agent lives
 *   packages/     where the handlers on offer are made
 * </pre>
 *
 * Its handlers tell each command in {@code trace} of their log folder, and report success when they are enabled.
 */
final class Vm {
    private static final int LIMIT_SECONDS = 120;

    private static final String SCRIPT = """
        #!/bin/sh
        read handler < name
        echo "$1 $ConfigSequenceNumber" >> ../../../log/azure/$handler/trace
        if [ $1 = enable ]; then
            echo '[{"version": 1.0, "timestampUTC": "2026-01-01T00:00:00Z", "status": {"operation": "enable",' \\
                '"status": "success", "code": 0, "formattedMessage": {"lang": "en-US", "message": "done"}}}]' \\
                > status/$ConfigSequenceNumber.status
        fi
        """;

    final FakeAzure azure;
    private final Path root;
    private final Path packages;
    private final Vertx vertx = EventLoop.start();
    private final Promise<Agent> agent = Promise.promise();

    Vm(Path directory) throws Exception {
        this.root = Files.createDirectories(directory.resolve("root"));
        this.packages = Files.createDirectories(directory.resolve("packages"));
        this.azure = get(FakeAzure.start(vertx));
    }

    /** Lets the agent begin. */
    Vm boot(String... settings) {
        Addresses at = azure.addresses();
        List<String> words = new ArrayList<>(List.of(settings));
        words.addAll(List.of(
                "Protocol.WireServer=" + at.wire(),
                "Protocol.HostPlugin=" + at.hostPlugin(),
                "Protocol.Imds=" + at.imds(),
                "Provisioning.Agent=disabled",
                "Provisioning.MonitorHostName=n",
                "OS.EnableFirewall=n"));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.fromCommandLine(words))),
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                AgentVersion.current());
        vertx.runOnContext(
                ignored -> Agent.start(vertx, setup, new Disk(), view -> {}).onComplete(agent));
        return this;
    }

    /** Puts a handler on offer. */
    ExtensionPackage offer(String name, String version) throws IOException {
        Path source = Files.createDirectories(packages.resolve(name + "-" + version));
        Files.writeString(source.resolve("handler.sh"), SCRIPT);
        Files.writeString(source.resolve("name"), name + "\n");
        StringBuilder commands = new StringBuilder();
        for (String word : List.of("install", "enable", "update", "disable", "uninstall")) {
            commands.append(commands.isEmpty() ? "" : ", ")
                    .append("\"%sCommand\": \"handler.sh %s\"".formatted(word, word));
        }
        int dot = name.lastIndexOf('.');
        Files.writeString(
                source.resolve("HandlerManifest.json"),
                "[{\"version\": 1.0, \"handlerManifest\": {%s}, \"signingInfo\": {\"publisher\": \"%s\", \"type\": \"%s\"}}]"
                        .formatted(commands, name.substring(0, dot), name.substring(dot + 1)));
        ExtensionPackage made = new PackageMaker().make(source, version);
        azure.offer(made);
        return made;
    }

    /** What {@code goalstated status} would show. */
    JsonNode status() throws Exception {
        Promise<JsonNode> status = Promise.promise();
        vertx.runOnContext(ignored -> agent.future().map(Agent::status).onComplete(status));
        return get(status.future());
    }

    /** Status line and body that its socket has for that path. */
    String door(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(root.resolve("run/goalstated/control.sock")));
            String request = "GET " + path + " HTTP/1.1\r\nHost: vm\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether its socket can be asked. */
    boolean hasDoor() {
        return agent.future().isComplete() && Files.exists(root.resolve("run/goalstated/control.sock"));
    }

    /** Keeps the loop from turning until then. Returns once it stands. */
    void holdUp(CountDownLatch until) throws InterruptedException {
        CountDownLatch stands = new CountDownLatch(1);
        vertx.runOnContext(ignored -> {
            stands.countDown();
            boolean freed = awaited(until);
            assert freed;
        });
        stands.await();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path lib() {
        return root.resolve("var/lib/waagent");
    }

    /** The commands of that handler so far, each with its sequence number. */
    List<String> trace(String handler) throws IOException {
        Path file = root.resolve("var/log/azure").resolve(handler).resolve("trace");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The documents of that name that it has kept, one a goal state at most, oldest first. */
    List<Path> kept(String name) throws IOException {
        return new Disk()
                .list(root.resolve("var/lib/waagent/history")).stream()
                        .map(moment -> moment.resolve(name))
                        .filter(Files::exists)
                        .toList();
    }

    /** The first report that satisfies the condition and is about that goal state or one without a number of its own. */
    StatusReport publish(Goal goal, Predicate<StatusReport> condition) throws Exception {
        Published published = azure.publish(goal).viaFabric();
        return await(report ->
                report.goalState().path("inSvdSeqNo").asText().equals(Integer.toString(published.incarnation()))
                        && condition.test(report));
    }

    StatusReport await(Predicate<StatusReport> condition) throws Exception {
        return get(azure.awaitStatus(condition));
    }

    /** What begins on an event loop. */
    interface Work<T> {
        Future<T> start();
    }

    /** Does that on an event loop. */
    static <T> Future<T> onLoop(Vertx vertx, Work<T> work) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(ignored -> work.start().onComplete(done));
        return done.future();
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    void shutDown() throws Exception {
        if (agent.future().isComplete()) {
            Promise<Void> stopped = Promise.promise();
            vertx.runOnContext(ignored -> agent.future().compose(Agent::stop).onComplete(stopped));
            get(stopped.future());
        }
        get(azure.close());
        get(vertx.close());
    }
}
