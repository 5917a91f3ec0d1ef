package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.platform.Timers;
import io.goalstated.wire.HealthObservation;
import io.goalstated.wire.HealthObservation.Subject;
import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.InstanceMetadata.Probe;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host how its services look from inside the VM (spec 01 §3.11): once a minute it asks the host plugin and the
 * instance metadata whether they are well, and passes that on with what other requests have met meanwhile. A service is
 * called unhealthy only when it has failed for some time. Confined to the event loop.
 */
public final class HealthWatch implements HostPlugin.Observer {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration PLUGIN_PATIENCE = Duration.ofMinutes(5);
    private static final Duration METADATA_PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_KEPT = 10;

    private final Timers timers;
    private final Map<Subject, Long> failingSince = new EnumMap<>(Subject.class);
    /** What requests have met since the last report, one word a subject. */
    private final Map<Subject, String> met = new EnumMap<>(Subject.class);

    private final List<HealthObservation> kept = new ArrayList<>();
    private Optional<Host> host = Optional.empty();
    private Events events = Events.NONE;
    private final Repeat repeat;
    private boolean reached = true;
    private boolean versionsUnhealthy;

    public HealthWatch(Timers timers) {
        this.timers = timers;
        this.repeat = new Repeat(timers, this::look, () -> PERIOD);
    }

    void start(Host watched, Events told) {
        host = Optional.of(watched);
        events = told;
        repeat.in(PERIOD);
    }

    void stop() {
        repeat.stop();
        host = Optional.empty();
    }

    @Override
    public void answered(Subject subject, Optional<String> error) {
        if (subject == Subject.HOST_PLUGIN_VERSIONS) {
            boolean turned = error.isPresent() && !versionsUnhealthy;
            versionsUnhealthy = error.isPresent();
            keep(new HealthObservation(subject, error.isEmpty(), "", error.orElse("")));
            if (turned) {
                report();
            }
        } else {
            note(subject, error.isEmpty());
            met.put(subject, error.orElse(""));
        }
    }

    private void note(Subject subject, boolean well) {
        if (well) {
            failingSince.remove(subject);
        } else {
            failingSince.putIfAbsent(subject, timers.nanoTime());
        }
    }

    private boolean isWell(Subject subject, Duration patience) {
        Long since = failingSince.get(subject);
        return since == null || timers.nanoTime() - since < patience.toNanos();
    }

    private void keep(HealthObservation observation) {
        if (!observation.healthy()) {
            events.tell(AgentEvent.failed(
                    Operation.HEALTH_OBSERVATION,
                    observation.subject().text() + ": " + observation.description() + observation.value()));
        }
        kept.add(observation);
        if (kept.size() > MOST_KEPT) {
            kept.remove(0);
        }
    }

    private Future<Void> look() {
        Host watched = host.orElseThrow();
        Future<Probe> metadata = watched.metadata()
                .map(service -> service.probe())
                .orElse(Future.succeededFuture(new Probe(true, Optional.empty())));
        return watched.hostPlugin()
                .isHealthy()
                .compose(well -> metadata.compose(probe -> {
                    note(Subject.HOST_PLUGIN_HEARTBEAT, well);
                    note(Subject.METADATA_HEARTBEAT, probe.healthy());
                    gather(watched, probe);
                    return report();
                }));
    }

    private void gather(Host watched, Probe probe) {
        boolean pluginWell = isWell(Subject.HOST_PLUGIN_HEARTBEAT, PLUGIN_PATIENCE);
        keep(new HealthObservation(Subject.HOST_PLUGIN_HEARTBEAT, pluginWell, "", ""));
        if (!pluginWell) {
            events.tell(AgentEvent.failed(
                    Operation.HOST_PLUGIN_HEARTBEAT_EXTENDED, "the host plugin has not been well for 5 min or more"));
        }
        met.forEach((subject, error) -> keep(new HealthObservation(
                subject,
                isWell(subject, PLUGIN_PATIENCE),
                subject == Subject.HOST_PLUGIN_ARTIFACT ? "WireClient" : "",
                error)));
        met.clear();
        if (watched.metadata().isPresent()) {
            keep(new HealthObservation(
                    Subject.METADATA_HEARTBEAT,
                    isWell(Subject.METADATA_HEARTBEAT, METADATA_PATIENCE),
                    "",
                    probe.problem().orElse("")));
        }
    }

    /** Whatever becomes of the request, what it told is old news afterwards. */
    private Future<Void> report() {
        List<HealthObservation> now = List.copyOf(kept);
        if (host.isEmpty() || now.isEmpty()) {
            return Future.succeededFuture();
        }
        kept.clear();
        return host.get()
                .wireServer()
                .observed(now)
                .onSuccess(done -> reached = true)
                .onFailure(cause -> {
                    if (reached) {
                        LOG.warn("The host's health service cannot be told: {}", cause.getMessage());
                    }
                    reached = false;
                })
                .otherwiseEmpty();
    }
}
