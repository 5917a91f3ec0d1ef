package io.goalstated.provision;

import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfParser;
import io.goalstated.ovf.OvfText;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until cloud-init has provisioned the VM (spec 03 §7): it leaves the document without its secrets, then SSH host keys.
 * Confined to the event loop.
 */
final class CloudInitWait {
    private static final Logger LOG = LoggerFactory.getLogger(CloudInitWait.class);
    private static final int CHECKS = 1_800;
    private static final Duration CHECK = Duration.ofSeconds(1);
    /** A file may be seen half written. */
    private static final int READS = 3;

    private static final int FIRST_INTERVAL = 10;
    private static final int LONGEST_INTERVAL = 320;

    private final Machine machine;
    private final Offload offload;
    private final Timers timers;
    private final IntConsumer progress;
    private Optional<Timers.Timer> timer = Optional.empty();

    /** @param progress told at growing intervals how many seconds have gone */
    CloudInitWait(Machine machine, Offload offload, Timers timers, IntConsumer progress) {
        this.machine = machine;
        this.offload = offload;
        this.timers = timers;
        this.progress = progress;
    }

    /** What was found in the end. */
    record Done(boolean forbidsAgent) {}

    /** Ends with the document. */
    Future<Done> awaitDocument() {
        Promise<Done> document = Promise.promise();
        awaitDocument(document, 0, FIRST_INTERVAL, 1);
        return document.future();
    }

    /** Ends with a host key. */
    Future<Void> awaitHostKey() {
        Promise<Void> key = Promise.promise();
        awaitHostKey(key, 0);
        return key.future();
    }

    void stop() {
        timer.ifPresent(Timers.Timer::cancel);
    }

    private void again(Runnable check) {
        timer = Optional.of(timers.after(CHECK, check));
    }

    private Path file() {
        return machine.lib().resolve("ovf-env.xml");
    }

    private void awaitDocument(Promise<Done> found, int check, int interval, int read) {
        offload.run(this::document).onComplete(looked -> {
            if (looked.succeeded() && looked.result().isPresent()) {
                found.complete(looked.result().get());
            } else if (looked.failed() && read >= READS) {
                found.fail(looked.cause());
            } else if (looked.failed()) {
                again(() -> awaitDocument(found, check + 1, interval, read + 1));
            } else if (check >= CHECKS) {
                found.fail(ProvisioningFailure.lasting(
                        "Giving up, ovf-env.xml was not copied to " + file() + " after " + CHECKS + "s"));
            } else {
                int next = tell(check, interval);
                again(() -> awaitDocument(found, check + 1, next, read));
            }
        });
    }

    /** Says at growing intervals that there is nothing yet; gives the next interval. */
    private int tell(int check, int interval) {
        if (check % interval != 0) {
            return interval;
        }
        LOG.info("Waiting for cloud-init to copy ovf-env.xml to {}; seconds={}", file(), check);
        progress.accept(check);
        return Math.min(2 * interval, LONGEST_INTERVAL);
    }

    private Optional<Done> document() throws IOException, ProvisioningFailure {
        Optional<byte[]> bytes = machine.disk().read(file(), OvfText.MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try (OvfEnvironment document = OvfParser.parse(bytes.get())) {
            return Optional.of(new Done(document.forbidsAgent()));
        } catch (MalformedOvf e) {
            throw ProvisioningFailure.lasting(e.getMessage());
        }
    }

    private void awaitHostKey(Promise<Void> found, int check) {
        offload.run(this::isHostKeyThere).onComplete(looked -> {
            if (looked.failed()) {
                found.fail(looked.cause());
            } else if (looked.result()) {
                found.complete();
            } else if (check >= CHECKS) {
                found.fail(ProvisioningFailure.lasting("Giving up, ssh host key was not found in "
                        + machine.sshDirectory() + " after " + CHECKS + "s"));
            } else {
                again(() -> awaitHostKey(found, check + 1));
            }
        });
    }

    /** Of any type; and where there is no SSH server there will be none. */
    private boolean isHostKeyThere() throws IOException {
        boolean noServer = !machine.disk().exists(machine.sshDirectory().resolve("sshd_config"));
        return noServer || new HostKeys(machine).fingerprint("auto", "sha256").isPresent();
    }
}
