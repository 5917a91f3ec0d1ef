package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.EventXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    @TempDir
    Path directory;

    private Scene scene;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(directory);
        outbox = scene.outbox();
    }

    @Test
    void what_was_added_is_there_after_a_restart() {
        outbox.add(List.of(Scene.event("one"), Scene.event("two")));

        Outbox restarted = scene.outbox();

        assertThat(restarted.waiting()).isEqualTo(2);
        assertThat(next(restarted).events())
                .containsExactly(Scene.event("one").text(), Scene.event("two").text());
    }

    @Test
    void events_gather_in_one_private_file() throws IOException {
        outbox.add(List.of(Scene.event("one")));
        outbox.add(List.of(Scene.event("two")));

        assertThat(files()).hasSize(1);
        assertThat(Files.getPosixFilePermissions(files().get(0))).isEqualTo(io.goalstated.platform.Disk.PRIVATE);
    }

    @Test
    void a_file_holds_no_more_than_a_request_may() {
        outbox.add(events(200));

        Batch batch = next(outbox);

        assertThat(batch.events().stream().mapToInt(EventXml::bytes).sum()).isLessThan(EventXml.MAX_BYTES);
        assertThat(batch.events()).hasSizeGreaterThan(30);
    }

    @Test
    void what_is_being_sent_grows_no_more() {
        outbox.add(List.of(Scene.event("one")));
        Batch batch = next(outbox);

        outbox.add(List.of(Scene.event("two")));
        outbox.settle(batch, 1);

        assertThat(next(outbox).events()).containsExactly(Scene.event("two").text());
    }

    @Test
    void a_line_that_a_crash_has_cut_is_skipped() throws IOException {
        outbox.add(List.of(Scene.event("one")));
        Files.writeString(files().get(0), "<Event id=\"1\"><![CDATA[<Par", StandardOpenOption.APPEND);

        Outbox restarted = scene.outbox();
        restarted.add(List.of(Scene.event("two")));

        assertThat(restarted.waiting()).isEqualTo(2);
        assertThat(next(restarted).events())
                .containsExactly(Scene.event("one").text(), Scene.event("two").text());
    }

    @Test
    void a_stranger_in_the_spool_is_removed() throws IOException {
        outbox.add(List.of(Scene.event("one")));
        Files.writeString(spool().resolve("notes"), "x");
        Files.createSymbolicLink(spool().resolve("00000000000000000001-e-P"), Path.of("/etc/passwd"));

        assertThat(scene.outbox().waiting()).isEqualTo(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_part_that_was_settled_is_not_sent_again() {
        outbox.add(events(10));
        Batch batch = next(outbox);

        outbox.settle(batch, 4);

        assertThat(outbox.waiting()).isEqualTo(6);
        assertThat(next(outbox).events()).isEqualTo(batch.events().subList(4, 10));
    }

    @Test
    void a_segment_that_has_vanished_keeps_nothing_up() throws IOException {
        outbox.add(List.of(Scene.event("one")));
        Files.delete(files().get(0));

        Batch batch = next(outbox);
        outbox.settle(batch, batch.events().size());

        assertThat(outbox.waiting()).isZero();
    }

    @Test
    @Conforms("OPS-71")
    void after_a_day_without_wireserver_the_newest_five_thousand_are_sent_once() throws IOException {
        Sender sender = scene.sender(outbox);
        scene.judge = body -> 0;
        for (int i = 0; i < 60; i++) {
            List<EncodedEvent> hundred = IntStream.range(i * 100, i * 100 + 100)
                    .mapToObj(n -> Scene.event("event " + n))
                    .toList();
            outbox.add(hundred);
            sender.wake();
            scene.timers.advance(Duration.ofMinutes(23));
        }
        assertThat(files()).hasSizeLessThan(1000);
        assertThat(outbox.takeDropped()).isEqualTo(1000);

        scene.judge = body -> 200;
        scene.timers.advance(Duration.ofMinutes(10));

        assertThat(scene.takenMessages())
                .isEqualTo(
                        IntStream.range(1000, 6000).mapToObj(n -> "event " + n).toList());
        assertThat(files()).isEmpty();
    }

    private static List<EncodedEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Scene.event("event " + n))
                .toList();
    }

    private static Batch next(Outbox outbox) {
        return outbox.next().result().orElseThrow();
    }

    private Path spool() {
        return scene.lib.resolve("goalstated").resolve("telemetry");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(spool())) {
            return files.sorted().toList();
        }
    }
}
