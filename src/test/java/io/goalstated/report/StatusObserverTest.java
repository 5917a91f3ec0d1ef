package io.goalstated.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.Heartbeat;
import io.goalstated.extension.StatusFile;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.supervise.SupervisionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusObserverTest {
    private static final String SUCCESS = "[{\"status\": {\"status\": \"success\"}}]";
    private static final String BEAT = "[{\"heartbeat\": {\"status\": \"ready\"}}]";
    private static final Duration GRACE = Duration.ofSeconds(6);

    @TempDir
    private Path lib;

    private final ManualTimers timers = new ManualTimers();
    private final StatusObserver observer = observer();
    private SupervisionView view = Views.enabled().view();

    @BeforeEach
    void installHandler() throws IOException {
        Files.createDirectories(layout(Views.NAME).status());
    }

    @Test
    void the_file_of_the_current_number_is_read() throws IOException {
        Path file = write("7.status", SUCCESS);

        HandlerObservation.Extension seen = see();

        assertThat(seen.file().word()).contains(Word.SUCCESS);
        assertThat(seen.place()).isEqualTo(file.toString());
        assertThat(seen.modified()).isEqualTo(Views.NOW.minusSeconds(60));
    }

    @Test
    @Conforms({"02#5", "B26"})
    void files_of_other_numbers_are_never_looked_at() throws IOException {
        write("6.status", SUCCESS);
        write("8.status", SUCCESS);

        assertThat(see().file()).isInstanceOf(StatusFile.Missing.class);
    }

    @Test
    @Conforms("B27")
    void a_multi_config_extension_has_its_name_in_front() throws IOException {
        write("7.status", "garbage");
        write("nightly.7.status", SUCCESS);
        view = Views.enabled()
                .asMultiConfig()
                .with(List.of(Views.extension("nightly", true, true)))
                .view();

        assertThat(see().file().word()).contains(Word.SUCCESS);
    }

    @Test
    @Conforms("B25")
    void a_file_that_is_written_again_is_read_again() throws IOException {
        write("7.status", SUCCESS);
        see();
        touch(write("7.status", SUCCESS.replace("success", "warning")), 59);

        assertThat(see().file().word()).contains(Word.WARNING);
    }

    @Test
    void a_file_that_has_not_changed_is_not_read_again() throws IOException {
        Path file = write("7.status", SUCCESS);
        StatusFile first = see().file();
        // Same size, time and inode: only reading could tell.
        Files.writeString(file, SUCCESS.replace("success", "warning"));
        touch(file, 60);

        assertThat(see().file()).isSameAs(first);
    }

    @Test
    void a_file_that_changed_just_before_it_was_read_is_read_again() throws IOException {
        Path file = write("7.status", SUCCESS);
        touch(file, 0);
        see();
        Files.writeString(file, SUCCESS.replace("success", "warning"));
        touch(file, 0);

        assertThat(see().file().word()).contains(Word.WARNING);
    }

    @Test
    void a_file_half_written_is_shown_as_it_was_for_ten_seconds() throws IOException {
        write("7.status", SUCCESS);
        see();
        write("7.status", "[{\"status\": {\"sta");

        assertThat(see().file().word()).contains(Word.SUCCESS);
        timers.advance(Duration.ofMillis(9999));
        assertThat(see().file().word()).contains(Word.SUCCESS);
        timers.advance(Duration.ofMillis(1));
        assertThat(see().file()).isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    void a_file_held_on_to_keeps_the_time_of_what_is_shown() throws IOException {
        touch(write("7.status", SUCCESS), 500);
        see();
        write("7.status", "");

        assertThat(see().modified()).isEqualTo(Views.NOW.minusSeconds(500));
    }

    @Test
    @Conforms("02#47")
    void a_first_file_that_makes_no_sense_is_waited_for_two_seconds() throws IOException {
        write("7.status", "");

        assertThat(observe().unsettled()).isTrue();
        assertThat(see().file()).isInstanceOf(StatusFile.Missing.class);
        timers.advance(Duration.ofSeconds(2));
        assertThat(observe().unsettled()).isFalse();
        assertThat(see().file()).isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    void json_that_is_no_status_is_believed_at_once() throws IOException {
        write("7.status", "{}");

        assertThat(see().file()).isInstanceOf(StatusFile.Malformed.class);
        assertThat(observe().unsettled()).isFalse();
    }

    @Test
    void what_was_good_before_it_vanished_is_not_held_on_to() throws IOException {
        Path file = write("7.status", SUCCESS);
        see();
        Files.delete(file);

        assertThat(see().file()).isInstanceOf(StatusFile.Missing.class);
    }

    @Test
    @Conforms("OPS-112")
    void a_symbolic_link_is_refused() throws IOException {
        Path target = Files.writeString(lib.resolve("target"), SUCCESS);
        Files.createSymbolicLink(layout(Views.NAME).status().resolve("7.status"), target);

        assertThat(see().file()).isEqualTo(new StatusFile.Unreadable("it is not a regular file"));
    }

    @Test
    @Conforms("OPS-112")
    void a_directory_is_refused() throws IOException {
        Files.createDirectory(layout(Views.NAME).status().resolve("7.status"));

        assertThat(see().file()).isInstanceOf(StatusFile.Unreadable.class);
    }

    @Test
    @Conforms("OPS-112")
    void a_named_pipe_is_refused_and_nobody_waits_for_its_writer() throws Exception {
        Path pipe = layout(Views.NAME).status().resolve("7.status");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(see().file()).isInstanceOf(StatusFile.Unreadable.class);
    }

    @Test
    @Conforms("OPS-112")
    void a_file_of_many_megabytes_is_refused_and_others_are_not_affected() throws IOException {
        write("7.status", " ".repeat(StatusFile.MAX_BYTES + 1));
        HandlerName other = new HandlerName("Contoso.Other");
        write(other, "7.status", SUCCESS);
        view = new SupervisionView(
                Optional.empty(),
                List.of(Views.enabled().handler(), Views.enabled().handler(other.value())),
                List.of());

        List<HandlerObservation> seen = observe().handlers();

        assertThat(seen.get(0).extensions().get(0).file()).isInstanceOf(StatusFile.Unreadable.class);
        assertThat(seen.get(1).extensions().get(0).file().word()).contains(Word.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 14, 159})
    @Conforms("02#52")
    void no_bytes_in_one_handlers_files_affect_another(long seed) throws IOException {
        Random random = new Random(seed);
        HandlerName other = new HandlerName("Contoso.Other");
        write(other, "7.status", SUCCESS);
        view = new SupervisionView(
                Optional.empty(),
                List.of(
                        Views.enabled().withHeartbeat().handler(),
                        Views.enabled().handler(other.value())),
                List.of());
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Files.write(layout(Views.NAME).status().resolve("7.status"), bytes);
            Files.write(layout(Views.NAME).heartbeat(), bytes);
            timers.advance(Duration.ofSeconds(random.nextInt(5)));

            Observation seen = observe();

            assertThat(seen.handlers().get(1).extensions().get(0).file().word())
                    .as("seed %d round %d", seed, round)
                    .contains(Word.SUCCESS);
            assertThat(new HandlerEntries(Views.NOW, true).of(seen)).hasSize(2);
        }
    }

    @Test
    void a_heartbeat_is_looked_for_only_when_the_manifest_promises_one() throws IOException {
        beat(BEAT, 1);

        assertThat(heartbeat()).isEmpty();
        view = Views.enabled().withHeartbeat().with(HandlerState.NOT_INSTALLED).view();
        assertThat(heartbeat()).isEmpty();
        view = Views.enabled().withHeartbeat().view();
        assertThat(heartbeat()).contains(new Heartbeat.Beat("ready", Optional.empty()));
    }

    @Test
    @Conforms("02#55")
    void a_heartbeat_file_older_than_600_seconds_is_silence() throws IOException {
        view = Views.enabled().withHeartbeat().view();

        beat(BEAT, 600);
        assertThat(heartbeat()).contains(new Heartbeat.Beat("ready", Optional.empty()));
        beat(BEAT, 601);
        assertThat(heartbeat()).contains(new Heartbeat.Silent());
    }

    @Test
    void a_touched_heartbeat_file_is_a_sign_of_life() throws IOException {
        view = Views.enabled().withHeartbeat().view();
        beat(BEAT, 700);
        assertThat(heartbeat()).contains(new Heartbeat.Silent());

        touch(layout(Views.NAME).heartbeat(), 5);

        assertThat(heartbeat()).contains(new Heartbeat.Beat("ready", Optional.empty()));
    }

    @Test
    void a_missing_heartbeat_is_held_against_the_handler_only_after_a_while() throws IOException {
        view = Views.enabled().withHeartbeat().view();

        assertThat(heartbeat()).isEmpty();
        timers.advance(GRACE);
        assertThat(heartbeat()).contains(new Heartbeat.Missing());
        beat(BEAT, 1);
        assertThat(heartbeat()).contains(new Heartbeat.Beat("ready", Optional.empty()));
    }

    @Test
    void a_handler_that_left_and_came_back_starts_with_a_clean_slate() throws IOException {
        write("7.status", SUCCESS);
        see();
        SupervisionView here = view;
        view = SupervisionView.NOTHING;
        observe();
        view = here;
        write("7.status", "");

        assertThat(see().file()).isInstanceOf(StatusFile.Missing.class);
    }

    private StatusObserver observer() {
        return new StatusObserver(
                new Disk(),
                new DirectOffload(),
                timers,
                () -> Views.NOW,
                (name, version) -> new HandlerLayout(lib, lib.resolve("log"), name, version),
                GRACE,
                () -> Views.GUEST);
    }

    private Observation observe() {
        return observer.observe(view).result();
    }

    private HandlerObservation.Extension see() {
        return observe().handlers().get(0).extensions().get(0);
    }

    private Optional<Heartbeat> heartbeat() {
        return observe().handlers().get(0).heartbeat();
    }

    private HandlerLayout layout(HandlerName name) {
        return new HandlerLayout(lib, lib.resolve("log"), name, Views.VERSION);
    }

    private Path write(String name, String text) throws IOException {
        return write(Views.NAME, name, text);
    }

    private Path write(HandlerName handler, String name, String text) throws IOException {
        Path file = Files.createDirectories(layout(handler).status()).resolve(name);
        Files.writeString(file, text);
        return touch(file, 60);
    }

    private void beat(String text, long age) throws IOException {
        touch(Files.writeString(layout(Views.NAME).heartbeat(), text), age);
    }

    private static Path touch(Path file, long age) throws IOException {
        Instant time = Views.NOW.minusSeconds(age);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
