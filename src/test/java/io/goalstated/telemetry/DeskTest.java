package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Metric;
import io.goalstated.event.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
    @TempDir
    Path directory;

    private Scene scene;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(directory);
        desk = scene.desk();
    }

    @Test
    void what_is_told_early_is_sent_with_the_time_at_which_it_happened() {
        desk.tell(AgentEvent.done(Operation.GOAL_STATE, "early"));
        scene.timers.advance(Duration.ofSeconds(30));

        begin();
        scene.timers.advance(Duration.ofSeconds(6));

        assertThat(scene.taken())
                .singleElement()
                .satisfies(event -> assertThat(event.text("OpcodeName")).contains("2026-03-01T12:00:00.000000Z"));
    }

    @Test
    void an_agent_that_never_meets_its_platform_keeps_the_newest_events_only() {
        for (int i = 0; i < 2_000; i++) {
            desk.tell(AgentEvent.done(Operation.LOG, "event " + i));
        }
        scene.timers.runPending();

        begin();
        scene.timers.advance(Duration.ofMinutes(1));

        assertThat(scene.takenMessages()).hasSize(500).last().isEqualTo("event 1999");
    }

    @Test
    void what_is_told_within_a_second_is_on_the_disk_after_it() {
        begin();
        desk.tell(AgentEvent.done(Operation.LOG, "one"));
        desk.tell(AgentEvent.done(Operation.LOG, "two"));

        scene.timers.advance(Duration.ofSeconds(1));

        assertThat(scene.outbox().waiting()).isEqualTo(2);
    }

    @Test
    void a_stop_leaves_nothing_in_memory() {
        begin();
        desk.tell(AgentEvent.done(Operation.LOG, "last words"));
        scene.timers.runPending();

        desk.close();

        assertThat(scene.outbox().waiting()).isEqualTo(1);
    }

    @Test
    @Conforms("OPS-75")
    void everything_is_sent_when_the_owner_has_not_said_otherwise() {
        assertThat(sentAt(TelemetryLevel.FULL)).containsExactly("beat", "enabled", "signed", "goal state", "metric");
    }

    @Test
    @Conforms("OPS-75")
    void required_is_heartbeats_extension_operations_updates_and_security() {
        assertThat(sentAt(TelemetryLevel.REQUIRED)).containsExactly("beat", "enabled", "signed");
    }

    @Test
    @Conforms("OPS-75")
    void off_sends_nothing() {
        assertThat(sentAt(TelemetryLevel.OFF)).isEmpty();
        assertThat(scene.times).isEmpty();
    }

    private List<String> sentAt(TelemetryLevel level) {
        scene.level = level;
        begin();
        desk.tell(AgentEvent.done(Operation.HEART_BEAT, "beat"));
        desk.tell(AgentEvent.done(Operation.ENABLE, "enabled"));
        desk.tell(AgentEvent.done(Operation.PACKAGE_SIGNATURE_RESULT, "signed"));
        desk.tell(AgentEvent.done(Operation.GOAL_STATE, "goal state"));
        desk.measured(new Metric("CPU", "metric", "agent", 1));
        scene.timers.advance(Duration.ofSeconds(10));
        return scene.taken().stream()
                .map(event ->
                        event.text("Message").or(() -> event.text("Counter")).orElse("?"))
                .toList();
    }

    private void begin() {
        Outbox outbox = scene.outbox();
        desk.open(outbox, scene.sender(outbox)::wake);
    }
}
