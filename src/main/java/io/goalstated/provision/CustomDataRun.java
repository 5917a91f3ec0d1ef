package io.goalstated.provision;

import io.goalstated.config.ExtensionKeys;
import io.goalstated.event.Operation;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Mounts;
import io.goalstated.platform.Offload;
import io.goalstated.platform.ShellWord;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs custom data once (spec 03 §4.9): in a session of its own, with nothing of the agent's environment, for a limited time.
 * It survives the agent, whose next run takes it up again instead of starting it a second time. Confined to the event loop.
 */
final class CustomDataRun {
    private static final Logger LOG = LoggerFactory.getLogger(CustomDataRun.class);
    private static final int MAX_FILE = 1 << 20;
    /** As good as no limit. */
    private static final Duration ENDLESS = Duration.ofDays(3_650);

    static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root", "LANG", "C.UTF-8");

    private final Machine machine;
    private final CommandRunner commands;
    private final Offload offload;
    private final Timers timers;
    private final ProvisioningEvents events;

    CustomDataRun(Machine machine, CommandRunner commands, Offload offload, Timers timers, ProvisioningEvents events) {
        this.machine = machine;
        this.commands = commands;
        this.offload = offload;
        this.timers = timers;
        this.events = events;
    }

    /** Runs it, or takes up what an earlier agent started. Fails only when its success is demanded. */
    Future<Void> run(DataStep.ExecuteCustomData step) {
        Duration limit = step.limit().isZero() ? ENDLESS : step.limit();
        return offload.run(() -> machine.disk().exists(operation()))
                .compose(begun -> begun ? takeUp(step, limit) : start(step, limit));
    }

    private Future<Void> takeUp(DataStep.ExecuteCustomData step, Duration limit) {
        long began = timers.nanoTime();
        return commands.takeUp(operation(), limit).compose(end -> {
            boolean never = end instanceof CommandEnd.Unknown unknown && !unknown.everStarted();
            if (!never) {
                return judge(step, end, began);
            }
            return offload.run(() -> forget()).compose(gone -> start(step, limit));
        });
    }

    private Boolean forget() throws IOException {
        commands.forget(operation());
        return true;
    }

    private Future<Void> start(DataStep.ExecuteCustomData step, Duration limit) {
        return offload.run(this::line).compose(line -> {
            if (line.isEmpty()) {
                LOG.warn("Custom data is neither a script nor a program that can be run here: it is not executed");
                return Future.succeededFuture();
            }
            long began = timers.nanoTime();
            ShellCommand command = new ShellCommand(line.get(), Path.of("/"), ENVIRONMENT, limit, operation());
            return commands.run(command, () -> LOG.info("Custom data is running"))
                    .compose(end -> judge(step, end, began));
        });
    }

    /** What the shell is given; empty when the file cannot be run. */
    private Optional<String> line() throws IOException {
        Path file = machine.lib().resolve("CustomData");
        byte[] bytes = machine.disk().read(file, MAX_FILE).orElse(new byte[0]);
        String head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
        boolean isScript = head.startsWith("#!");
        boolean isProgram = head.startsWith("\u007fELF");
        String quoted = ShellWord.quoted(file.toString());
        if (Mounts.isNoExec(file)) {
            return head.matches("(?s)#!\\s*/bin/sh\\s.*") ? Optional.of("exec /bin/sh " + quoted) : Optional.empty();
        }
        if (!isScript && !isProgram) {
            return Optional.empty();
        }
        machine.disk().setMode(file, Disk.PRIVATE_DIRECTORY);
        return Optional.of("exec " + quoted);
    }

    private Future<Void> judge(DataStep.ExecuteCustomData step, CommandEnd end, long began) {
        Duration took = Duration.ofNanos(timers.nanoTime() - began);
        boolean success = end instanceof CommandEnd.Exited exited && exited.code() == 0;
        String how = describe(end);
        events.event(Operation.CUSTOM_DATA, success, "Custom data " + how + " after " + took.toSeconds() + " s", took);
        if (success) {
            LOG.info("Custom data {}", how);
        } else {
            LOG.warn("Custom data {}", how);
        }
        return offload.run(() -> keep(end)).compose(kept -> {
            if (!success && step.mustSucceed()) {
                return Future.failedFuture(ProvisioningFailure.lasting("CustomData failed: " + how));
            }
            return Future.succeededFuture();
        });
    }

    private static String describe(CommandEnd end) {
        if (end instanceof CommandEnd.Exited exited) {
            return "ended with exit code " + exited.code();
        }
        if (end instanceof CommandEnd.TimedOut) {
            return "was ended at its timeout";
        }
        return end instanceof CommandEnd.NotLaunched ? "could not be started" : "ended while the agent was away";
    }

    private Boolean keep(CommandEnd end) throws IOException {
        String output = "";
        if (end instanceof CommandEnd.Exited exited) {
            output = exited.output();
        } else if (end instanceof CommandEnd.TimedOut late) {
            output = late.output();
        } else if (end instanceof CommandEnd.Unknown unknown) {
            output = unknown.output().orElse("");
        }
        Path log = machine.root()
                .resolve(machine.configuration().get(ExtensionKeys.LOG_DIRECTORY))
                .resolve("custom-data.log");
        machine.disk().write(log, output, Disk.PRIVATE);
        return true;
    }

    private Path operation() {
        return machine.own().resolve("operations").resolve("custom-data");
    }
}
