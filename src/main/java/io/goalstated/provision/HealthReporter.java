package io.goalstated.provision;

import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import io.goalstated.wire.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the platform how provisioning stands, until it knows (spec 03 §6.1). The newest state replaces one that has not come
 * through; pauses grow to a minute, and after a quarter of an hour become five. Nothing waits for it but who wants to. Confined
 * to the event loop.
 */
public final class HealthReporter {
    private static final Logger LOG = LoggerFactory.getLogger(HealthReporter.class);
    private static final List<Integer> PAUSES = List.of(5, 10, 15, 30, 60);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration RARE = Duration.ofMinutes(5);

    private final Platform platform;
    private final Timers timers;
    private final ProvisioningEvents events;
    private Optional<Delivery> current = Optional.empty();

    /** Where reports go. */
    @FunctionalInterface
    public interface Platform {
        /** Sends one report, once; fails when the platform did not take it. A stale identity is asked for anew. */
        Future<Void> send(Health health);
    }

    public HealthReporter(Platform platform, Timers timers, ProvisioningEvents events) {
        this.platform = platform;
        this.timers = timers;
        this.events = events;
    }

    /** A report on its way. */
    public record Sending(Future<Void> firstTry, Future<Void> delivered) {}

    /** Reports that state from now on. A delivery that a newer state has replaced never ends. */
    public Sending report(Health health) {
        stop();
        Delivery delivery = new Delivery(health);
        current = Optional.of(delivery);
        delivery.attempt();
        return new Sending(delivery.firstTry.future(), delivery.delivered.future());
    }

    /** Reports nothing more. */
    public void stop() {
        current.ifPresent(Delivery::abandon);
        current = Optional.empty();
    }

    private final class Delivery {
        private final Health health;
        private final long began = timers.nanoTime();
        private final Promise<Void> firstTry = Promise.promise();
        private final Promise<Void> delivered = Promise.promise();
        private Optional<Timers.Timer> timer = Optional.empty();
        private boolean abandoned;
        private boolean told;
        private int attempts;

        Delivery(Health health) {
            this.health = health;
        }

        void attempt() {
            attempts++;
            platform.send(health).onComplete(sent -> {
                firstTry.tryComplete();
                if (abandoned) {
                    return;
                }
                if (sent.succeeded()) {
                    delivered.tryComplete();
                } else {
                    again(String.valueOf(sent.cause().getMessage()));
                }
            });
        }

        private void again(String reason) {
            Duration tried = Duration.ofNanos(timers.nanoTime() - began);
            boolean rare = tried.compareTo(PATIENCE) >= 0;
            if (rare && !told) {
                told = true;
                LOG.error("The platform cannot be told how provisioning stands; reason={}", reason);
                events.event(Operation.PROVISION, false, "Health report failed: " + reason, tried);
            } else {
                LOG.warn("The platform was not told how provisioning stands; attempt={} reason={}", attempts, reason);
            }
            Duration pause = rare ? RARE : Duration.ofSeconds(PAUSES.get(Math.min(attempts, PAUSES.size()) - 1));
            timer = Optional.of(timers.after(pause, this::attempt));
        }

        void abandon() {
            abandoned = true;
            timer.ifPresent(Timers.Timer::cancel);
        }
    }
}
