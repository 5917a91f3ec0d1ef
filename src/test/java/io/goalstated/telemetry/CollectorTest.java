package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.ExtensionEventFile;
import io.goalstated.event.Samples;
import io.goalstated.event.TelemetryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
    private static final Duration ONE_PERIOD = Duration.ofSeconds(70);

    @TempDir
    Path directory;

    private Scene scene;
    private Outbox outbox;
    private Collector collector;
    private Path events;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(directory);
        events = scene.eventsOf("Contoso.Hello");
        start();
    }

    private void start() {
        outbox = scene.outbox();
        Sender sender = scene.sender(outbox);
        Desk desk = scene.desk();
        desk.open(outbox, sender::wake);
        collector = new Collector(scene.shell, scene.choices(), desk, outbox, sender::wake);
        collector.start();
    }

    @Test
    @Conforms("02#97")
    void good_events_are_sent_and_the_directory_is_empty_after_one_period() throws IOException {
        scene.leave(
                events,
                "1591905451000.json",
                "[" + (Samples.event("many") + ",").repeat(399) + Samples.event("last") + "]");
        scene.leave(events, "1591905452000.json", Samples.event("good"));
        scene.leave(events, "1591905453000.json", "{\"Message\": ");
        scene.leave(events, "1591905454000.json", " ".repeat(ExtensionEventFile.MAX_BYTES + 1));
        scene.leave(events, "notes.txt", "not an event");
        scene.leave(events, "1591905455000.json.tmp", Samples.event("unfinished"));

        scene.timers.advance(ONE_PERIOD);

        assertThat(sent("Contoso.Hello-1.2.3")).hasSize(360).first().isEqualTo("good");
        assertThat(Scene.left(events)).isEmpty();
        assertThat(warnings())
                .anySatisfy(text -> assertThat(text)
                        .contains("Reached max count for the extension: Contoso.Hello; Max Limit: 360."))
                .anySatisfy(text -> assertThat(text)
                        .contains("Dropped events for Extension: Contoso.Hello; Details:")
                        .contains("Reason: file larger than 4194304 bytes; Dropped Count: 1"));
    }

    @Test
    @Conforms("OPS-66")
    void another_period_counts_at_once() throws IOException {
        scene.period = Duration.ofDays(1);
        scene.timers.advance(ONE_PERIOD);
        scene.leave(events, "1591905451000.json", Samples.event("first"));
        scene.period = Duration.ofSeconds(30);

        collector.reconfigured();
        scene.leave(events, "1591905452000.json", Samples.event("second"));
        scene.timers.advance(Duration.ofSeconds(45));

        assertThat(sent("Contoso.Hello-1.2.3")).containsExactly("first", "second");
    }

    @Test
    void what_cannot_be_read_is_looked_at_three_times_and_counted() throws IOException {
        scene.leave(events, "1591905453000.json", "{\"Message\": ");
        scene.timers.advance(Duration.ofSeconds(61));
        assertThat(Scene.left(events)).hasSize(1);

        scene.timers.advance(Duration.ofSeconds(9));

        assertThat(Scene.left(events)).isEmpty();
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("Reason: file not JSON at line 1")
                .contains("Count: 1");
    }

    @Test
    void a_file_that_is_finished_meanwhile_is_read() throws IOException {
        scene.leave(events, "1591905453000.json", "{\"Message\": ");
        scene.timers.advance(Duration.ofMinutes(1));
        scene.leave(events, "1591905453000.json", Samples.event("whole"));

        scene.timers.advance(Duration.ofSeconds(10));

        assertThat(sent("Contoso.Hello-1.2.3")).containsExactly("whole");
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1591905451.json",
                "1591905451000.json",
                "1591905451000000.json",
                "1591905451000000000.json",
                "7.JSON"
            })
    void names_are_times_of_any_precision(String name) throws IOException {
        scene.leave(events, name, Samples.event("good"));

        scene.timers.advance(ONE_PERIOD);

        assertThat(sent("Contoso.Hello-1.2.3")).containsExactly("good");
    }

    @Test
    void subdirectories_and_what_is_in_them_are_left_alone() throws IOException {
        Path temporary = Files.createDirectories(events.resolve("Temp"));
        scene.leave(temporary, "1591905451.json", Samples.event("mine"));
        Files.createDirectories(events.resolve("1591905452.json"));

        scene.timers.advance(ONE_PERIOD);

        assertThat(Scene.left(events)).containsExactly("1591905452.json", "Temp");
        assertThat(Scene.left(temporary)).hasSize(1);
    }

    @Test
    void what_is_written_during_a_walk_waits_for_the_next() throws IOException {
        scene.leave(events, "1591905451.json", "{");
        scene.timers.advance(Duration.ofMinutes(1));
        Path late = Files.writeString(events.resolve("1591905459.json"), Samples.event("late"));
        Files.setLastModifiedTime(late, FileTime.from(scene.now().plusSeconds(1)));
        scene.timers.advance(Duration.ofSeconds(10));
        assertThat(Scene.left(events)).containsExactly("1591905459.json");

        scene.timers.advance(Duration.ofSeconds(310));

        assertThat(sent("Contoso.Hello-1.2.3")).containsExactly("late");
    }

    @Test
    void each_period_has_its_own_limit() throws IOException {
        scene.leave(events, "1.json", "[" + (Samples.event("x") + ",").repeat(359) + Samples.event("x") + "]");
        scene.timers.advance(ONE_PERIOD);
        scene.leave(events, "2.json", Samples.event("next"));

        scene.timers.advance(Duration.ofSeconds(310));

        assertThat(sent("Contoso.Hello-1.2.3")).hasSize(361).last().isEqualTo("next");
    }

    @Test
    @Conforms("OPS-74")
    void links_pipes_and_ten_thousand_files_are_ignored_or_bounded() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.json"), Samples.event("secret"));
        Files.createSymbolicLink(events.resolve("99999999999.json"), secret);
        Files.createDirectories(directory.resolve("elsewhere"));
        scene.leave(directory.resolve("elsewhere"), "1.json", Samples.event("elsewhere"));
        Files.createDirectories(scene.log.resolve("Contoso.Linked"));
        Files.createSymbolicLink(scene.log.resolve("Contoso.Linked/events"), directory.resolve("elsewhere"));
        for (int i = 0; i < 10_000; i++) {
            Files.writeString(events.resolve((1_000_000 + i) + ".json"), "{}");
        }

        scene.timers.advance(ONE_PERIOD);

        assertThat(sent("Contoso.Hello-1.2.3")).isEmpty();
        assertThat(Scene.left(events)).doesNotContain("99999999999.json").hasSizeLessThan(10_000);
        assertThat(secret).exists();
        assertThat(Scene.left(directory.resolve("elsewhere"))).hasSize(1);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("MissingKeyError: Message not found; Dropped Count: 999");
    }

    @Test
    void one_extensions_trouble_is_not_anothers() throws IOException {
        scene.leave(events, "1.json", "{");
        scene.leave(scene.eventsOf("Contoso.Other"), "1.json", Samples.event("fine"));

        scene.timers.advance(ONE_PERIOD);

        assertThat(sent("Contoso.Other-1.2.3")).containsExactly("fine");
    }

    @Test
    @Conforms("OPS-71")
    void a_file_stays_until_its_events_are_safe() throws IOException {
        scene.leave(events, "1.json", Samples.event("kept"));
        Files.createDirectories(scene.lib.resolve("goalstated"));
        Path spool = Files.writeString(scene.lib.resolve("goalstated").resolve("telemetry"), "in the way");
        start();
        scene.timers.advance(ONE_PERIOD);
        assertThat(Scene.left(events)).containsExactly("1.json");

        Files.deleteIfExists(spool);
        scene.timers.advance(Duration.ofSeconds(310));

        assertThat(sent("Contoso.Hello-1.2.3")).containsExactly("kept");
    }

    @Test
    void a_stopped_collector_touches_nothing() throws IOException {
        scene.leave(events, "1.json", Samples.event("kept"));

        collector.stop();
        scene.timers.advance(Duration.ofMinutes(10));

        assertThat(Scene.left(events)).containsExactly("1.json");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void what_the_owner_does_not_want_sent_is_removed_unread(TelemetryLevel level) throws IOException {
        scene.level = level;
        scene.leave(events, "1.json", Samples.event("private"));
        Path legacy = Files.createDirectories(scene.lib.resolve("events"));
        scene.leave(legacy, "1.tld", legacyEvent("private"));

        scene.timers.advance(ONE_PERIOD);

        assertThat(Scene.left(events)).isEmpty();
        assertThat(Scene.left(legacy)).isEmpty();
        assertThat(scene.taken()).isEmpty();
    }

    @Test
    void legacy_events_are_sent_oldest_first_and_removed() throws IOException {
        Path legacy = Files.createDirectories(scene.lib.resolve("events"));
        scene.leave(legacy, "1479766858966718.tld", legacyEvent("first"));
        scene.leave(legacy, "1479766858966719.waagent.tld", legacyEvent("second"));
        scene.leave(legacy, "half.tmp", "{");

        scene.timers.advance(ONE_PERIOD);

        assertThat(scene.takenMessages()).containsExactly("first", "second");
        assertThat(scene.taken().get(0).text("OpcodeName")).contains("2026-03-01T11:59:59.000000Z");
        assertThat(Scene.left(legacy)).containsExactly("half.tmp");
    }

    @Test
    void a_legacy_file_that_cannot_be_read_goes_after_three_looks_and_is_told() throws IOException {
        Path legacy = Files.createDirectories(scene.lib.resolve("events"));
        scene.leave(legacy, "a.tld", "garbage");
        Files.createSymbolicLink(legacy.resolve("b.tld"), Path.of("/etc/passwd"));
        Files.createDirectories(legacy.resolve("c.tld"));

        scene.timers.advance(ONE_PERIOD.plusSeconds(60));

        assertThat(Scene.left(legacy)).containsExactly("c.tld");
        assertThat(scene.takenMessages().get(0)).startsWith("DroppedEventsCount: 3\nReasons (first 5 errors): ");
    }

    @Test
    void what_lies_a_day_in_the_legacy_directory_goes() throws IOException {
        Path legacy = Files.createDirectories(scene.lib.resolve("events"));
        Path old = scene.leave(legacy, "half.tmp", "{");
        Files.setLastModifiedTime(old, FileTime.from(Scene.START.minus(Duration.ofHours(25))));

        scene.timers.advance(ONE_PERIOD);

        assertThat(Scene.left(legacy)).isEmpty();
    }

    private List<String> sent(String eventName) {
        return scene.taken().stream()
                .filter(event ->
                        event.text("EventName").filter(eventName::equals).isPresent())
                .map(event -> event.text("Context1").orElse(""))
                .toList();
    }

    private List<String> warnings() {
        return scene.taken().stream()
                .filter(event -> event.text("Operation")
                        .filter("ExtensionTelemetryEventProcessing"::equals)
                        .isPresent())
                .map(event -> event.text("Message").orElse(""))
                .toList();
    }

    private static String legacyEvent(String message) {
        return "{\"eventId\": 1, \"providerId\": \"" + TelemetryEvent.AGENT_PROVIDER + "\", \"parameters\": ["
                + "{\"name\": \"Name\", \"value\": \"Contoso.Old\"}, {\"name\": \"Message\", \"value\": \"" + message
                + "\"}]}";
    }
}
