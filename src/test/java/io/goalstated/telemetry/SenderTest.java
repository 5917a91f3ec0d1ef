package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    @TempDir
    Path directory;

    private Scene scene;
    private Outbox outbox;
    private Sender sender;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(directory);
        outbox = scene.outbox();
        sender = scene.sender(outbox);
    }

    @Test
    void the_first_event_waits_five_seconds_for_company() {
        add("one");
        scene.timers.advance(Duration.ofSeconds(4));
        add("two");
        assertThat(scene.bodies).isEmpty();

        scene.timers.advance(Duration.ofSeconds(1));

        assertThat(scene.bodies).hasSize(1);
        assertThat(scene.takenMessages()).containsExactly("one", "two");
    }

    @Test
    void thirty_events_are_company_enough() {
        add(IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));

        scene.timers.advance(Duration.ZERO);

        assertThat(scene.taken()).hasSize(30);
    }

    @Test
    void nothing_is_asked_when_nothing_waits() {
        add("one");

        scene.timers.advance(Duration.ofHours(1));

        assertThat(scene.times).hasSize(1);
        assertThat(scene.timers.waiting()).isZero();
    }

    @Test
    @Conforms("OPS-73")
    void a_thousand_events_go_in_at_most_ten_requests_in_fifteen_seconds() {
        // As large as events of extensions may be: nine fit into a request.
        String[] large =
                IntStream.range(0, 1000).mapToObj(n -> n + "x".repeat(6000)).toArray(String[]::new);
        add(large);

        scene.timers.advance(Duration.ofMinutes(10));

        assertThat(scene.taken()).hasSize(1000);
        assertThat(scene.times).hasSizeGreaterThan(100);
        for (int i = 10; i < scene.times.size(); i++) {
            assertThat(scene.times.get(i).minus(scene.times.get(i - 10))).isGreaterThanOrEqualTo(RequestWindow.TIME);
        }
    }

    @Test
    void while_the_server_cannot_be_reached_events_wait_ever_longer() {
        scene.judge = body -> 0;
        add("one");

        scene.timers.advance(Duration.ofHours(1));

        assertThat(scene.times).hasSizeLessThan(25);
        assertThat(outbox.waiting()).isEqualTo(1);
        assertThat(sender.trouble()).contains("connection refused");
        scene.judge = body -> 200;
        scene.timers.advance(Duration.ofMinutes(5));
        assertThat(scene.takenMessages()).containsExactly("one");
        assertThat(sender.trouble()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 503})
    void a_server_that_asks_for_patience_gets_eight_seconds(int status) {
        scene.answers.add(status);
        add("one");

        scene.timers.advance(Duration.ofSeconds(20));

        assertThat(scene.times).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(13));
        assertThat(scene.takenMessages()).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 410, 500, 502, 504})
    void a_passing_failure_is_tried_again_soon(int status) {
        scene.answers.add(status);
        add("one");

        scene.timers.advance(Duration.ofSeconds(7));

        assertThat(scene.takenMessages()).containsExactly("one");
    }

    @Test
    @Conforms("OPS-72")
    void a_refused_batch_is_halved_once_then_dropped_and_others_arrive() {
        scene.judge = body -> body.contains("poison") ? 400 : 200;
        add("a", "b", "c", "poison", "d", "e");
        scene.timers.advance(Duration.ofSeconds(6));
        add("later");

        scene.timers.advance(Duration.ofMinutes(1));

        assertThat(scene.takenMessages()).containsExactly("a", "b", "c", "later");
        assertThat(scene.times).hasSize(4);
        assertThat(sender.takeRefused()).isEqualTo(3);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void a_half_that_could_not_be_sent_is_sent_later_without_the_other() {
        Collections.addAll(scene.answers, 400, 200, 0);
        add("a", "b", "c", "d");

        scene.timers.advance(Duration.ofMinutes(1));

        assertThat(scene.takenMessages()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void providers_go_in_requests_of_their_own() {
        EncodedEvent other =
                new EncodedEvent("OTHER", false, Scene.event("other").text(), 10);
        outbox.add(List.of(Scene.event("one"), other, Scene.event("two")));
        sender.wake();

        scene.timers.advance(Duration.ofSeconds(5));

        assertThat(scene.bodies).hasSize(2);
        assertThat(scene.takenMessages()).containsExactly("one", "two", "other");
    }

    @Test
    @Conforms("OPS-75")
    void when_telemetry_is_switched_off_what_still_waits_is_dropped() {
        add("from better times");
        scene.level = TelemetryLevel.OFF;

        scene.timers.advance(Duration.ofMinutes(1));

        assertThat(scene.times).isEmpty();
        assertThat(scene.outbox().waiting()).isZero();
    }

    @Test
    void after_a_stop_nothing_is_sent_and_no_timer_waits() {
        add("one");

        sender.stop();
        scene.timers.advance(Duration.ofMinutes(1));

        assertThat(scene.times).isEmpty();
        assertThat(scene.timers.waiting()).isZero();
        assertThat(scene.outbox().waiting()).isEqualTo(1);
    }

    private void add(String... messages) {
        outbox.add(List.of(messages).stream().map(Scene::event).toList());
        sender.wake();
    }
}
