package io.goalstated.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.event.CommonParameters.Placement;
import io.goalstated.event.CommonParameters.Tenancy;
import io.goalstated.platform.Timers;
import io.goalstated.wire.InstanceMetadata;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * All that the platform learns of the agent besides status: events, and how the host's services look from inside. It
 * begins once a goal state is there, and then a moment later, so that no start waits for it; nothing ever waits for it.
 * Confined to the event loop.
 */
public final class Telemetry {
    /** The extensions of the first goal state come first. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final Shell shell;
    private final Host host;
    private final Choices choices;
    private final HealthWatch health;
    private final Desk desk;
    private Optional<Timers.Timer> beginning = Optional.empty();
    private Optional<Running> running = Optional.empty();
    private boolean begun;
    private boolean stopped;

    /** What there is only once telemetry has begun. */
    private record Running(Outbox outbox, Sender sender, Collector collector, Routine routine) {}

    /**
     * How it goes.
     *
     * @param waiting events that are not sent yet
     * @param trouble why the last request failed, if it did
     */
    public record View(int waiting, Optional<String> trouble) {}

    /**
     * @param desk where it is told what happens; made first, since those who tell are made before those who are told
     * @param health likewise, since the host plugin's client tells it
     */
    public Telemetry(Shell shell, Host host, Choices choices, Desk desk, HealthWatch health) {
        this.shell = shell;
        this.host = host;
        this.choices = choices;
        this.desk = desk;
        this.health = health;
    }

    /** What the platform calls this VM, as of each goal state. */
    public void goalState(String containerId, Tenancy tenancy) {
        desk.know(desk.common().in(containerId, tenancy));
        if (!begun && !stopped) {
            begun = true;
            beginning = Optional.of(shell.timers().after(MOMENT, this::begin));
        }
    }

    private void begin() {
        shell.offload()
                .run(() -> MachineText.read(shell.root()))
                .onSuccess(machine -> desk.know(desk.common().on(machine)))
                .transform(known -> findPlace())
                .onComplete(known -> open());
    }

    /** Events of a VM without metadata say so. */
    private Future<Void> findPlace() {
        return host.metadata()
                .map(InstanceMetadata::compute)
                .orElse(Future.failedFuture("no metadata"))
                .onSuccess(compute -> desk.know(desk.common().at(placement(compute))))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static Placement placement(JsonNode compute) {
        return new Placement(
                compute.path("location").asText(),
                compute.path("subscriptionId").asText(),
                compute.path("resourceGroupName").asText(),
                compute.path("vmId").asText(),
                ImageOrigin.of(compute));
    }

    private void open() {
        if (stopped) {
            return;
        }
        Outbox outbox = new Outbox(Spool.in(shell), SpoolLimits.DEFAULT, shell.offload(), shell.clock());
        Sender sender = new Sender(
                outbox,
                host.wireServer()::telemetry,
                shell.timers(),
                () -> choices.level().get() == TelemetryLevel.OFF);
        Collector collector = new Collector(shell, choices, desk, outbox, sender::wake);
        Routine routine = new Routine(desk, sender, outbox, host, shell.timers());
        running = Optional.of(new Running(outbox, sender, collector, routine));
        desk.open(outbox, sender::wake);
        outbox.ready().onSuccess(loaded -> sender.wake());
        routine.start();
        collector.start();
        health.start(host, desk);
    }

    public View view() {
        return running.map(parts ->
                        new View(parts.outbox().waiting(), parts.sender().trouble()))
                .orElse(new View(0, Optional.empty()));
    }

    /** The owner's choices are other ones. */
    public void reconfigured() {
        running.ifPresent(parts -> parts.collector().reconfigured());
    }

    /** Nothing more is sent; what was told is on the disk when this ends, and goes out after the next start. */
    public Future<Void> stop() {
        stopped = true;
        beginning.ifPresent(Timers.Timer::cancel);
        health.stop();
        running.ifPresent(parts -> {
            parts.routine().stop();
            parts.collector().stop();
            parts.sender().stop();
        });
        return desk.close();
    }
}
