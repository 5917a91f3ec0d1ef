package io.goalstated.machine;

import io.goalstated.lab.Addresses;
import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A machine that finds a fake Azure under the addresses of the real one. The test plays Azure and looks at the machine. */
public final class AzureVm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final FakeAzure azure;
    private final SystemdMachine machine;
    private final Path scratch;

    private AzureVm(Vertx vertx, FakeAzure azure, SystemdMachine machine, Path scratch) {
        this.vertx = vertx;
        this.azure = azure;
        this.machine = machine;
        this.scratch = scratch;
    }

    /** @param scratch an empty directory that nobody else uses */
    public static AzureVm boot(Blueprint blueprint, Path scratch) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeAzure azure = await(FakeAzure.start(vertx));
        try {
            SystemdMachine machine = SystemdMachine.boot(reaching(azure.addresses(), blueprint), scratch);
            return new AzureVm(vertx, azure, machine, scratch);
        } catch (Throwable e) {
            await(azure.close());
            await(vertx.close());
            throw e;
        }
    }

    private static Blueprint reaching(Addresses addresses, Blueprint blueprint) {
        return blueprint
                .forward("168.63.129.16:80", addresses.wire().toString())
                .forward("168.63.129.16:32526", addresses.hostPlugin().toString())
                .forward("169.254.169.254:80", addresses.imds().toString())
                // URLs in documents name them as they are.
                .forward(addresses.wire().toString(), addresses.wire().toString())
                .forward(addresses.blob().toString(), addresses.blob().toString());
    }

    public FakeAzure azure() {
        return azure;
    }

    public SystemdMachine machine() {
        return machine;
    }

    /** Starts the agent of {@link Blueprint#withImage()} as a unit of its own. */
    public void startAgent() throws Exception {
        startAgent("Provisioning.Agent=disabled\n");
    }

    /** Likewise, with that configuration. */
    public void startAgent(String configuration) throws Exception {
        installAgent(configuration);
        machine.output("systemctl", "start", "goalstated");
    }

    /** The same as a unit that the next boot will start. */
    public void installAgent(String configuration) throws Exception {
        machine.write("/etc/waagent.conf", configuration);
        machine.shell("""
                cp /usr/lib/goalstated/systemd/* /etc/systemd/system/
                systemctl daemon-reload
                systemctl enable --quiet goalstated
                """);
    }

    /**
     * Offers a handler, enabled by a script that need not care for its status: success is reported when it ends with 0.
     *
     * @param limits the value of {@code resourceLimits}
     * @param enable shell, in the handler's directory
     */
    public WantedHandler handler(String type, String limits, String enable) throws IOException {
        Path directory = Files.createDirectory(scratch.resolve(type));
        Files.writeString(directory.resolve("HandlerManifest.json"), """
                [{"version": 1.0,
                  "handlerManifest": {
                    "installCommand": "run install", "enableCommand": "run enable", "updateCommand": "run update",
                    "disableCommand": "run disable", "uninstallCommand": "run uninstall"},
                  "resourceLimits": %s,
                  "signingInfo": {"publisher": "Test", "type": "%s", "version": "1.0.0"}}]
                """.formatted(limits, type));
        Files.writeString(directory.resolve("run"), """
                #!/bin/sh
                set -eu
                [ "$1" = enable ] || exit 0
                %s
                printf '[{"version": 1.0, "timestampUTC": "%%s", "status": {"operation": "Enable", "status": "success",
                    "code": 0, "formattedMessage": {"lang": "en-US", "message": "enabled"}}}]' \\
                    "$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)" >status/$ConfigSequenceNumber.status
                """.formatted(enable));
        ExtensionPackage offered = azure.offer(directory, "1.0.0");
        return WantedHandler.of(offered.name(), offered.version());
    }

    /** Publishes a goal of these handlers and waits until all of them report success. */
    public void enable(WantedHandler... handlers) throws Exception {
        azure.publish(Goal.of(handlers)).viaFabric();
        for (WantedHandler handler : handlers) {
            awaitWord(handler.name(), "success");
        }
    }

    public StatusReport awaitWord(String handler, String word) throws Exception {
        try {
            return await(
                    azure.awaitStatus(report -> report.extensionStatus(handler).equals(word), PATIENCE));
        } catch (Exception e) {
            throw new AssertionError(
                    handler + " does not report " + word + ":\n"
                            + machine.run("cat", "/var/log/waagent.log").output()
                            + azure.requests().all(),
                    e);
        }
    }

    /** Waits for a report that was made after that moment. */
    public StatusReport awaitReportSince(Instant moment) throws Exception {
        return await(azure.awaitStatus(report -> report.time().isAfter(moment), PATIENCE));
    }

    @Override
    public void close() throws IOException {
        machine.close();
        azure.close().onComplete(closed -> vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
    }
}
