package io.goalstated.provision;

import io.goalstated.event.Operation;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until cloud-init has done everything, as the owner may want before the first extension runs (spec 03 §7,
 * {@code Extensions.WaitForCloudInit}). No thread is held meanwhile. Confined to the event loop.
 */
public final class CloudInitEnd {
    private static final Logger LOG = LoggerFactory.getLogger(CloudInitEnd.class);
    /** cloud-init's word for: done, with errors that it could go on after. */
    private static final int RECOVERED = 2;

    private final Machine machine;
    private final CommandRunner commands;
    private final Offload offload;
    private final Duration limit;
    private final ProvisioningEvents events;

    /** @param limit after which extensions run all the same */
    public CloudInitEnd(
            Machine machine, CommandRunner commands, Offload offload, Duration limit, ProvisioningEvents events) {
        this.machine = machine;
        this.commands = commands;
        this.offload = offload;
        this.limit = limit;
        this.events = events;
    }

    /** Ends when cloud-init has, or will not be waited for any longer. Never fails. */
    public Future<Void> await() {
        return offload.run(() -> machine.disk().exists(operation()))
                // An agent before this one may still be waiting, by its child.
                .compose(left -> left ? commands.takeUp(operation(), Duration.ZERO) : Future.succeededFuture())
                .compose(gone -> forget())
                .compose(ready -> run())
                .compose(end -> forget().map(end))
                .map(CloudInitEnd::problem)
                .otherwise(cause -> "could not be asked: " + cause.getMessage())
                .map(problem -> {
                    tell(problem);
                    return null;
                });
    }

    private Future<CommandEnd> run() {
        ShellCommand command = new ShellCommand(
                "exec cloud-init status --wait", Path.of("/"), CustomDataRun.ENVIRONMENT, limit, operation());
        return commands.run(command, () -> LOG.info("Extensions wait for cloud-init, at most {} s", limit.toSeconds()));
    }

    private Future<Void> forget() {
        return offload.run(() -> {
            commands.forget(operation());
            return null;
        });
    }

    /** Empty: cloud-init is done. */
    private static String problem(CommandEnd end) {
        if (end instanceof CommandEnd.Exited exited) {
            return exited.code() == 0 || exited.code() == RECOVERED ? "" : "ended with exit code " + exited.code();
        }
        return end instanceof CommandEnd.TimedOut ? "did not end in time" : "could not be asked";
    }

    private void tell(String problem) {
        if (problem.isEmpty()) {
            LOG.info("cloud-init is done");
            return;
        }
        LOG.error("Extensions wait no longer: cloud-init {}; limit={}", problem, limit.toSeconds());
        events.event(Operation.CLOUD_INIT, false, "cloud-init status --wait " + problem, limit);
    }

    private Path operation() {
        return machine.own().resolve("operations").resolve("cloud-init");
    }
}
