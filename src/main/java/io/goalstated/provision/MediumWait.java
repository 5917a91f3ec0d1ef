package io.goalstated.provision;

import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the medium until it is there and can be read (spec 03 §3.1, §3.2): a device may appear late, a mount may need a
 * second try. Confined to the event loop.
 */
final class MediumWait {
    private static final Logger LOG = LoggerFactory.getLogger(MediumWait.class);
    private static final int LOOKS = 60;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int READS = 5;
    private static final Duration READ = Duration.ofSeconds(5);

    private final MediaSearch media;
    private final Offload offload;
    private final Timers timers;
    private Optional<Timers.Timer> timer = Optional.empty();

    MediumWait(MediaSearch media, Offload offload, Timers timers) {
        this.media = media;
        this.offload = offload;
        this.timers = timers;
    }

    /** The document; fails with a {@link ProvisioningFailure} that may pass. */
    Future<byte[]> find() {
        Promise<byte[]> found = Promise.promise();
        look(found, 1, 1);
        return found.future();
    }

    void stop() {
        timer.ifPresent(Timers.Timer::cancel);
    }

    private void look(Promise<byte[]> found, int looks, int reads) {
        offload.run(media::look).onComplete(looked -> {
            if (looked.failed()) {
                found.fail(looked.cause());
            } else if (looked.result() instanceof MediaSearch.Look.Found medium) {
                LOG.info("The provisioning document was found; place={}", medium.where());
                found.complete(medium.document());
            } else if (looked.result() instanceof MediaSearch.Look.Unreadable unreadable) {
                LOG.warn("{}; attempt={}", unreadable.reason(), reads);
                again(found, reads < READS, READ, unreadable.reason(), looks, reads + 1);
            } else {
                again(found, looks < LOOKS, LOOK, "Failed to get dvd device from /dev", looks + 1, reads);
            }
        });
    }

    private void again(Promise<byte[]> found, boolean worthIt, Duration pause, String reason, int looks, int reads) {
        if (worthIt) {
            timer = Optional.of(timers.after(pause, () -> look(found, looks, reads)));
        } else {
            found.fail(ProvisioningFailure.passing(reason));
        }
    }
}
