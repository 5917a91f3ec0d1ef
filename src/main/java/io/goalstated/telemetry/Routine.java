package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told every half hour: the heartbeat (spec 04 §1.9), connections that failed (spec 01 §2.2), and events that
 * were lost. Confined to the event loop.
 */
final class Routine {
    private static final Logger LOG = LoggerFactory.getLogger(Routine.class);
    private static final Duration PERIOD = Duration.ofMinutes(30);

    private final Desk desk;
    private final Sender sender;
    private final Outbox outbox;
    private final Host host;
    private final Repeat repeat;
    private final String id = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    private int beats;
    private int goalStateErrorsTold;

    Routine(Desk desk, Sender sender, Outbox outbox, Host host, Timers timers) {
        this.desk = desk;
        this.sender = sender;
        this.outbox = outbox;
        this.host = host;
        this.repeat = new Repeat(timers, this::tell, () -> PERIOD);
    }

    void start() {
        desk.tell(AgentEvent.done(
                Operation.OS_INFO, desk.common().machine().osVersion() + "; Java " + Runtime.version()));
        repeat.now();
    }

    void stop() {
        repeat.stop();
    }

    private Future<Void> tell() {
        String heartbeat = heartbeat();
        LOG.debug("[HEARTBEAT] the agent is alive; {}", heartbeat);
        desk.tell(AgentEvent.done(Operation.HEART_BEAT, heartbeat));
        String errors = host.errors().take();
        if (!errors.isEmpty()) {
            desk.tell(AgentEvent.done(Operation.HTTP_ERRORS, errors));
        }
        tellLosses();
        return Future.succeededFuture();
    }

    /** Dashboards take it apart at the semicolons: one after each value, new ones at the end. */
    private String heartbeat() {
        int goalStateErrors = host.goalStateErrors().getAsInt();
        int recent = goalStateErrors - goalStateErrorsTold;
        goalStateErrorsTold = goalStateErrors;
        return "HeartbeatCounter: " + beats++ + ";HeartbeatId: " + id + ";UpdateGSErrors: " + recent
                + ";AutoUpdate: 0;UpdateMode: SelfUpdate;";
    }

    private void tellLosses() {
        int dropped = outbox.takeDropped();
        int refused = sender.takeRefused();
        if (dropped + refused > 0) {
            LOG.warn("Telemetry was lost; overflow={} refused={}", dropped, refused);
            desk.tell(AgentEvent.failed(
                    Operation.REPORT_EVENT_ERRORS,
                    "DroppedEventsCount: " + (dropped + refused) + "\nReasons (first 5 errors): too many waited: "
                            + dropped + ", the wireserver refused: " + refused));
        }
    }
}
