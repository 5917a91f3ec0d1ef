package io.goalstated.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.supervise.SupervisionView;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReporterTest {
    private static final String URI = "https://store.example/status/vm?sv=1&sig=a";
    private static final SupervisionView EMPTY =
            new SupervisionView(Optional.of(Views.success(1)), List.of(), List.of());
    private static final HandlerStatus BETWEEN = new HandlerStatus(
            Views.NAME,
            Views.VERSION,
            HandlerStatus.NOT_READY,
            0,
            Optional.of("Plugin installed but not enabled"),
            false);
    private static final String SUCCESS = "[{\"status\": {\"status\": \"success\"}}]";

    @TempDir
    private Path lib;

    private final ManualTimers timers = new ManualTimers();
    private final RecordingSink sink = new RecordingSink();
    private final List<String> events = new ArrayList<>();
    private ReportRules owners = ReportRules.of(Duration.ofSeconds(6));
    private StatusReporter reporter;
    private String name = "vm0";

    @BeforeEach
    void start() throws IOException {
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6)));
        Files.createDirectories(layout().status());
        status(SUCCESS);
    }

    // ---- when ----

    @Test
    void the_first_report_goes_out_as_soon_as_a_destination_and_a_view_are_known() {
        reporter.goalState(Optional.of(URI), BlobType.BLOCK);
        assertThat(sink.count()).isZero();

        reporter.supervision(EMPTY);

        assertThat(sink.uris).containsExactly(URI);
        assertThat(sink.last()).contains("\"handlerAggregateStatus\": []");
    }

    @Test
    void without_a_goal_state_nothing_is_reported() {
        reporter.supervision(EMPTY);
        timers.advance(Duration.ofMinutes(5));

        assertThat(sink.count()).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void without_a_change_a_report_goes_out_every_thirty_seconds() {
        running(EMPTY);
        timers.advance(Duration.ofMinutes(2));
        int before = sink.count();

        timers.advance(Duration.ofMinutes(5));

        assertThat(sink.count()).isEqualTo(before + 10);
    }

    @Test
    void in_the_minute_after_a_change_a_report_goes_out_every_fifteen_seconds() {
        running(EMPTY);

        timers.advance(Duration.ofMillis(14_999));
        assertThat(sink.count()).isEqualTo(1);
        timers.advance(Duration.ofMillis(1));
        assertThat(sink.count()).isEqualTo(2);
        timers.advance(Duration.ofSeconds(45));
        assertThat(sink.count()).isEqualTo(5);
        timers.advance(Duration.ofMillis(29_999));
        assertThat(sink.count()).isEqualTo(5);
    }

    @Test
    void a_short_goal_state_period_brings_a_report_every_period() {
        reporter = reporter(ReportRules.of(Duration.ofSeconds(2)));
        running(EMPTY);

        timers.advance(Duration.ofSeconds(20));

        assertThat(sink.count()).isEqualTo(11);
    }

    @Test
    void with_extensions_switched_off_a_report_goes_out_every_five_minutes_and_on_a_change() {
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6), false, true));
        running(EMPTY);

        timers.advance(Duration.ofSeconds(299));
        assertThat(sink.count()).isEqualTo(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(sink.count()).isEqualTo(2);
        reporter.fastTrack(true);
        timers.advance(Duration.ofMillis(250));

        assertThat(sink.count()).isEqualTo(3);
    }

    @Test
    @Conforms("OPS-66")
    void another_period_counts_at_once() {
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6), false, true));
        running(EMPTY);
        owners = ReportRules.of(Duration.ofSeconds(2));

        reporter.reconfigured();
        timers.advance(Duration.ofMillis(2250));

        assertThat(sink.count()).isEqualTo(3);
    }

    @Test
    void with_extensions_switched_off_a_failed_report_is_still_tried_every_half_minute() {
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6), false, true));
        sink.fail("503");
        running(EMPTY);
        timers.advance(Duration.ofSeconds(1 + 2 + 4 + 8 + 16));
        int before = sink.count();

        timers.advance(Duration.ofMinutes(1));

        assertThat(sink.count()).isEqualTo(before + 2);
    }

    @Test
    void changes_within_250_milliseconds_share_one_report() {
        running(EMPTY);

        reporter.fastTrack(true);
        timers.advance(Duration.ofMillis(200));
        reporter.supervision(Views.enabled().view());
        timers.advance(Duration.ofMillis(49));
        assertThat(sink.count()).isEqualTo(1);
        timers.advance(Duration.ofMillis(1));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.last()).contains("FastTrack").contains("Contoso.Probe");
    }

    @Test
    void a_change_puts_off_the_next_keep_alive() {
        running(EMPTY);
        timers.advance(Duration.ofSeconds(10));

        reporter.fastTrack(true);
        timers.advance(Duration.ofSeconds(15));

        assertThat(sink.count()).isEqualTo(2);
    }

    @Test
    void another_name_of_the_machine_is_reported_within_five_seconds_and_a_bit() {
        running(EMPTY);
        timers.advance(Duration.ofMinutes(5));
        int before = sink.count();
        assertThat(sink.last()).contains("\"computerName\": \"vm0\"");

        name = "web-7";
        timers.advance(Duration.ofMillis(5250));

        assertThat(sink.count()).isEqualTo(before + 1);
        assertThat(sink.last()).contains("\"computerName\": \"web-7\"");
    }

    @Test
    void the_same_view_again_is_no_change() {
        running(EMPTY);

        reporter.supervision(EMPTY);
        timers.advance(Duration.ofSeconds(5));

        assertThat(sink.count()).isEqualTo(1);
    }

    @Test
    void a_change_during_an_upload_makes_the_next_follow_directly() {
        running(EMPTY);
        sink.hold();
        reporter.fastTrack(true);
        timers.advance(Duration.ofMillis(250));
        assertThat(sink.running()).isEqualTo(1);

        reporter.supervision(Views.enabled().view());
        timers.advance(Duration.ofSeconds(5));
        assertThat(sink.running()).isEqualTo(1);
        sink.release();

        assertThat(sink.running()).isEqualTo(1);
        assertThat(sink.last()).contains("Contoso.Probe");
    }

    @Test
    void there_is_never_more_than_one_upload_at_a_time() {
        running(EMPTY);
        sink.hold();

        timers.advance(Duration.ofMinutes(10));

        assertThat(sink.running()).isEqualTo(1);
    }

    @Test
    @Conforms("B25")
    void a_status_file_that_changes_long_after_success_is_reported_within_five_seconds_and_a_bit() throws IOException {
        running(Views.enabled().view());
        timers.advance(Duration.ofMinutes(10));
        int before = sink.count();
        status("[{\"status\": {\"status\": \"error\", \"code\": 9}}]");

        timers.advance(Duration.ofMillis(5250));

        assertThat(sink.count()).isGreaterThan(before);
        assertThat(sink.last()).contains("\"status\": \"error\", \"code\": 9");
    }

    @Test
    @Conforms("B33")
    void a_status_that_is_written_after_the_command_ended_is_reported_within_a_second_and_a_bit() throws IOException {
        Files.delete(file());
        running(Views.enabled().view());
        assertThat(sink.last()).contains("\"status\": \"transitioning\"");
        status(SUCCESS);

        timers.advance(Duration.ofMillis(1250));

        assertThat(sink.last()).contains("\"status\": \"success\"");
    }

    @Test
    void a_command_that_lasts_becomes_visible_without_further_news() {
        running(EMPTY);
        reporter.supervision(new SupervisionView(
                Optional.of(Views.success(1)),
                List.of(Views.enabled()
                        .with(HandlerState.NOT_INSTALLED)
                        .withoutStatus()
                        .with(new SupervisionView.Progress("Installing", new VersionNumber("1.0.0"), now()))
                        .handler()),
                List.of()));
        timers.advance(Duration.ofSeconds(2));
        assertThat(sink.count()).isEqualTo(1);

        timers.advance(Duration.ofSeconds(2));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.last()).contains("\"message\": \"Installing, 3 s\"");
    }

    @Test
    void what_lies_between_install_and_enable_is_not_reported_when_it_is_over_at_once() {
        running(EMPTY);
        reporter.supervision(between());
        timers.advance(Duration.ofMillis(300));
        reporter.supervision(Views.enabled().view());

        timers.advance(Duration.ofMillis(300));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.last()).contains("\"status\": \"success\"").doesNotContain("not enabled");
    }

    @Test
    void what_lies_between_install_and_enable_is_reported_when_it_lasts() {
        running(EMPTY);
        reporter.supervision(between());

        timers.advance(Duration.ofSeconds(1));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.last()).contains("Plugin installed but not enabled");
    }

    private SupervisionView between() {
        return new SupervisionView(
                Optional.of(Views.success(1)),
                List.of(Views.enabled()
                        .with(HandlerState.INSTALLED)
                        .with(BETWEEN)
                        .with(new SupervisionView.Progress("Enabling", new VersionNumber("1.0.0"), now()))
                        .handler()),
                List.of());
    }

    @Test
    void the_running_seconds_alone_bring_no_report() {
        running(EMPTY);
        reporter.supervision(Views.enabled()
                .with(HandlerState.NOT_INSTALLED)
                .withoutStatus()
                .with(new SupervisionView.Progress("Installing", new VersionNumber("1.0.0"), now().minusSeconds(60)))
                .view());

        timers.advance(Duration.ofSeconds(14));

        assertThat(sink.count()).isEqualTo(2);
    }

    @Test
    void a_first_status_that_is_being_written_is_waited_for() throws IOException {
        running(EMPTY);
        status("[{\"stat");
        reporter.supervision(Views.enabled().view());
        timers.advance(Duration.ofMillis(300));
        assertThat(sink.count()).isEqualTo(1);
        status(SUCCESS);

        timers.advance(Duration.ofMillis(500));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.last()).contains("\"status\": \"success\"");
    }

    @Test
    @Conforms("02#47")
    void a_status_that_stays_garbage_is_an_error_after_two_seconds_and_never_transitioning() throws IOException {
        running(EMPTY);
        status("garbage");
        reporter.supervision(Views.enabled().view());

        timers.advance(Duration.ofMillis(2600));

        assertThat(sink.documents).noneMatch(it -> it.contains("transitioning"));
        assertThat(sink.last()).contains("\"status\": \"error\", \"code\": 1012");
    }

    // ---- where to ----

    @Test
    @Conforms("01#13.10")
    void without_a_destination_the_poller_is_asked_for_a_new_goal_state_now_and_then() {
        reporter.goalState(Optional.empty(), BlobType.BLOCK);
        reporter.supervision(EMPTY);
        timers.advance(Duration.ofSeconds(61));

        assertThat(sink.count()).isZero();
        assertThat(events).containsExactly("no destination", "no destination", "no destination");
        assertThat(reporter.view().hasDestination()).isFalse();
    }

    @Test
    void another_blob_gets_a_report_at_once_and_another_signature_does_not() {
        running(EMPTY);

        reporter.goalState(Optional.of("https://store.example/status/vm?sv=1&sig=b"), BlobType.BLOCK);
        timers.advance(Duration.ofSeconds(1));
        assertThat(sink.count()).isEqualTo(1);
        reporter.goalState(Optional.of("https://store.example/other/vm?sig=b"), BlobType.BLOCK);
        timers.advance(Duration.ofSeconds(1));

        assertThat(sink.count()).isEqualTo(2);
        assertThat(sink.uris.get(1)).contains("/other/");
    }

    // ---- failures ----

    @Test
    void a_failed_report_is_tried_again_ever_more_slowly() {
        sink.fail("503");
        running(EMPTY);

        timers.advance(Duration.ofSeconds(1));
        assertThat(sink.count()).isEqualTo(2);
        timers.advance(Duration.ofSeconds(2));
        assertThat(sink.count()).isEqualTo(3);
        timers.advance(Duration.ofSeconds(4 + 8 + 16 + 30));
        assertThat(sink.count()).isEqualTo(7);
    }

    @Test
    void a_change_is_tried_at_once_even_when_reports_have_failed() {
        sink.fail("503");
        running(EMPTY);
        timers.advance(Duration.ofMinutes(2));
        int before = sink.count();

        reporter.fastTrack(true);
        timers.advance(Duration.ofMillis(250));

        assertThat(sink.count()).isEqualTo(before + 1);
    }

    @Test
    void failing_for_fifteen_minutes_is_an_event_and_again_after_another_fifteen() {
        sink.fail("no route");
        running(EMPTY);

        timers.advance(Duration.ofMinutes(14));
        assertThat(events).isEmpty();
        timers.advance(Duration.ofMinutes(18));

        assertThat(events).containsExactly("failing 15 min no route", "failing 15 min no route");
    }

    @Test
    void the_view_tells_of_failure_and_recovery() {
        running(EMPTY);
        sink.fail("503");
        timers.advance(Duration.ofSeconds(31));
        assertThat(reporter.view().failure()).contains("503");
        assertThat(reporter.view().failingSince()).contains(Views.NOW.plusSeconds(15));
        assertThat(reporter.view().age(now())).contains(Duration.ofSeconds(31));

        sink.work();
        timers.advance(Duration.ofSeconds(60));

        assertThat(reporter.view().failure()).isEmpty();
        assertThat(reporter.view().failingSince()).isEmpty();
        assertThat(reporter.view().bytes()).isEqualTo(sink.last().length());
    }

    @Test
    void a_sink_that_throws_does_not_end_the_reporting() {
        List<String> attempts = new ArrayList<>();
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6)), (document, uri, type) -> {
            attempts.add(uri);
            throw new IllegalStateException("bug");
        });
        running(EMPTY);

        timers.advance(Duration.ofSeconds(1));

        assertThat(attempts).hasSize(2);
    }

    @Test
    @Conforms("OPS-102")
    void a_large_report_that_nobody_takes_is_tried_again_without_its_details() throws IOException {
        status("[{\"status\": {\"status\": \"success\", \"substatus\": [{\"status\": \"success\", \"name\": \""
                + "n".repeat(100_000) + "\"}]}}]");
        sink.fail("413");
        running(Views.enabled().view());
        assertThat(sink.last()).hasSizeGreaterThan(100_000);

        sink.work();
        timers.advance(Duration.ofSeconds(1));

        assertThat(sink.last()).hasSizeLessThan(10_000).contains("\"status\": \"success\"");
    }

    // ---- what else ----

    @Test
    void the_view_says_when_everything_has_settled() throws IOException {
        status("[{\"status\": {\"status\": \"transitioning\"}}]");
        running(Views.enabled().view());
        assertThat(reporter.view().settled()).isFalse();
        status(SUCCESS);

        timers.advance(Duration.ofSeconds(2));

        assertThat(reporter.view().settled()).isTrue();
    }

    @Test
    @Conforms("01#14.2")
    void an_extension_is_transitioning_as_long_as_it_says_so() throws IOException {
        status("[{\"status\": {\"status\": \"transitioning\"}}]");
        running(Views.enabled().view());
        timers.advance(Duration.ofMinutes(5));
        assertThat(reporter.isTransitioning()).isTrue();

        status(SUCCESS);
        timers.advance(Duration.ofSeconds(2));

        assertThat(reporter.isTransitioning()).isFalse();
    }

    @Test
    void an_extension_that_says_nothing_or_whose_command_failed_since_is_not_transitioning() throws IOException {
        Files.delete(file());
        running(Views.enabled().view());
        timers.advance(Duration.ofMinutes(5));
        assertThat(sink.last()).contains("\"transitioning\"");
        assertThat(reporter.isTransitioning()).isFalse();

        status("[{\"status\": {\"status\": \"transitioning\"}}]");
        reporter.supervision(Views.enabled().with(Views.failure(now())).view());
        timers.advance(Duration.ofSeconds(6));

        assertThat(sink.last()).contains("\"error\"");
        assertThat(reporter.isTransitioning()).isFalse();
    }

    @Test
    void the_report_is_kept_in_the_newest_history_directory_when_it_has_changed() throws IOException {
        Files.createDirectories(lib.resolve("history/2031-01-14T09-00-00__1"));
        Path newest = Files.createDirectories(lib.resolve("history/2031-01-14T09-59-00__2"));
        Files.createFile(lib.resolve("history/2031-01-14T10-00-00__x.zip"));
        running(EMPTY);
        Path kept = newest.resolve("waagent_status.json");
        assertThat(kept).hasContent(sink.last());
        Files.delete(kept);

        timers.advance(Duration.ofSeconds(40));
        assertThat(kept).doesNotExist();
        reporter.fastTrack(true);
        timers.advance(Duration.ofSeconds(1));

        assertThat(kept).hasContent(sink.last());
    }

    @Test
    void a_new_history_directory_gets_the_report_also_when_nothing_has_changed() throws IOException {
        Path first = Files.createDirectories(lib.resolve("history/2031-01-14T09-00-00__1"));
        running(EMPTY);
        assertThat(first.resolve("waagent_status.json")).exists();

        // The directory of a goal state is made a moment after the goal state has been taken.
        reporter.goalState(Optional.of(URI), BlobType.BLOCK);
        Path second = Files.createDirectories(lib.resolve("history/2031-01-14T09-59-00__2"));
        timers.advance(Duration.ofMinutes(1));

        assertThat(second.resolve("waagent_status.json")).exists();
    }

    @Test
    void the_end_of_the_first_goal_state_is_written_down_once() throws IOException {
        Path initial = lib.resolve("initial_goal_state");
        status("[{\"status\": {\"status\": \"transitioning\"}}]");
        running(Views.enabled().view());
        assertThat(initial).doesNotExist();
        status(SUCCESS);

        timers.advance(Duration.ofSeconds(2));
        assertThat(initial).hasContent("[('" + Views.NAME + "', 'success')]");
        Files.writeString(initial, "by another agent");
        reporter = reporter(ReportRules.of(Duration.ofSeconds(6)));
        running(Views.enabled().view());

        assertThat(initial).hasContent("by another agent");
    }

    @Test
    void a_first_goal_state_that_never_settles_ends_with_the_second() throws IOException {
        status("[{\"status\": {\"status\": \"transitioning\"}}]");
        running(Views.enabled().view());

        reporter.superseded();

        assertThat(lib.resolve("initial_goal_state")).hasContent("[('" + Views.NAME + "', 'transitioning')]");
    }

    @Test
    void a_vm_without_extensions_is_at_its_first_goal_state_until_the_second() {
        running(EMPTY);
        assertThat(lib.resolve("initial_goal_state")).doesNotExist();

        reporter.superseded();

        assertThat(lib.resolve("initial_goal_state")).hasContent("[]");
    }

    @Test
    void without_a_history_nothing_is_kept_and_reports_go_on() {
        running(EMPTY);

        assertThat(sink.count()).isEqualTo(1);
        assertThat(lib.resolve("history")).doesNotExist();
    }

    @Test
    void after_a_stop_there_are_no_timers_and_no_reports() {
        running(EMPTY);

        Future<Void> stopped = reporter.stop();
        timers.advance(Duration.ofMinutes(5));

        assertThat(stopped.succeeded()).isTrue();
        assertThat(sink.count()).isEqualTo(1);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void a_stop_waits_for_the_upload_under_way() {
        sink.hold();
        running(EMPTY);

        Future<Void> stopped = reporter.stop();
        assertThat(stopped.isComplete()).isFalse();
        sink.release();

        assertThat(stopped.succeeded()).isTrue();
        assertThat(timers.waiting()).isZero();
    }

    private void running(SupervisionView view) {
        reporter.goalState(Optional.of(URI), BlobType.BLOCK);
        reporter.supervision(view);
    }

    private StatusReporter reporter(ReportRules rules) {
        return reporter(rules, sink);
    }

    private StatusReporter reporter(ReportRules rules, StatusSink uploads) {
        owners = rules;
        Disk disk = new Disk();
        DirectOffload offload = new DirectOffload();
        return new StatusReporter(
                timers,
                this::now,
                new StatusObserver(
                        disk,
                        offload,
                        timers,
                        this::now,
                        (name, version) -> new HandlerLayout(lib, lib, name, version),
                        Duration.ofSeconds(6),
                        () -> new Guest("3.1.0.2", name, "debian", "12")),
                uploads,
                new StatusHistory(disk, offload, lib.resolve("history")),
                () -> owners,
                UnaryOperator.identity(),
                new ReportingEvents() {
                    @Override
                    public void reported() {}

                    @Override
                    public void noDestination() {
                        events.add("no destination");
                    }

                    @Override
                    public void failing(Duration time, String reason) {
                        events.add("failing " + time.toMinutes() + " min " + reason);
                    }
                });
    }

    private Instant now() {
        return Views.NOW.plusNanos(timers.nanoTime());
    }

    private HandlerLayout layout() {
        return new HandlerLayout(lib, lib, Views.NAME, Views.VERSION);
    }

    private Path file() {
        return layout().status().resolve("7.status");
    }

    private void status(String text) throws IOException {
        Files.writeString(file(), text);
        Files.setLastModifiedTime(file(), FileTime.from(now().minusSeconds(1)));
    }
}
