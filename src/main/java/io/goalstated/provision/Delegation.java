package io.goalstated.provision;

import io.goalstated.wire.Health;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Provisioning by cloud-init (spec 03 §7): waited for, told to the platform where cloud-init does not tell it itself, and noted in the
 * end. Confined to the event loop.
 */
final class Delegation {
    private final Provisioning.Parts parts;
    private final Sentinel sentinel;
    private final CloudInitWait wait;

    /** @param progress told for how long it has been waited */
    Delegation(Provisioning.Parts parts, Sentinel sentinel, Consumer<String> progress) {
        this.parts = parts;
        this.sentinel = sentinel;
        this.wait = new CloudInitWait(
                parts.machine(),
                parts.offload(),
                parts.timers(),
                seconds -> progress.accept("waiting for cloud-init for " + seconds + " s"));
    }

    /** Ends when cloud-init has done all, and that is noted. The result: whether it has told the platform so itself. */
    Future<Boolean> carryOut() {
        return wait.awaitDocument()
                .compose(document -> reportUnlessReported()
                        .compose(reported -> wait.awaitHostKey()
                                .compose(key -> note(document))
                                .map(reported)));
    }

    void stop() {
        wait.stop();
    }

    private Future<Boolean> reportUnlessReported() {
        return parts.offload()
                .run(() -> new CloudInit(parts.machine()).hasReported())
                .map(reported -> {
                    if (!reported) {
                        parts.health().report(Health.provisioning());
                    }
                    return reported;
                });
    }

    private Future<Void> note(CloudInitWait.Done done) {
        return parts.offload().run(() -> {
            sentinel.write();
            if (done.forbidsAgent()) {
                sentinel.disableAgent();
            }
            return null;
        });
    }
}
