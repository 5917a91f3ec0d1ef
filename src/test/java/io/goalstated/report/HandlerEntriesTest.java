package io.goalstated.report;

import static io.goalstated.report.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.Heartbeat;
import io.goalstated.extension.StatusFile;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.SupervisionView.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerEntriesTest {
    private static final StatusFile MISSING = new StatusFile.Missing();
    private static final Instant OLD = NOW.minusSeconds(1000);
    private static final HandlerStatus FAILED = Views.status("NotReady", 1009, "enable failed");
    private static final HandlerStatus INSTALLED = Views.status("NotReady", 0, "Plugin installed but not enabled");

    // ---- what the handler and its file say ----

    @Test
    @Conforms("02#1")
    void an_enabled_handler_is_ready_with_its_extensions_own_status() {
        assertThat(told(Views.enabled(), file("success"), OLD))
                .containsExactly("Ready 0 Plugin enabled | 7 success 0 null");
    }

    @Test
    @Conforms({"02#46", "B9"})
    void without_a_status_file_the_extension_is_transitioning() {
        assertThat(told(Views.enabled(), MISSING, Instant.EPOCH))
                .containsExactly("Ready 0 Plugin enabled | 7 transitioning 0 This status is being reported by the Guest"
                        + " Agent since no status file was reported by extension Contoso.Probe: Status file /7.status"
                        + " does not exist");
    }

    @Test
    @Conforms({"02#7", "01#13.23"})
    void a_handler_without_settings_is_a_single_entry_without_extension_status() {
        assertThat(told(Views.enabled().with(List.of()), MISSING, OLD)).containsExactly("Ready 0 Plugin enabled");
    }

    @Test
    void a_handler_of_which_nothing_is_recorded_is_not_listed() {
        assertThat(told(Views.enabled().withoutStatus(), file("success"), OLD)).isEmpty();
    }

    @Test
    @Conforms("02#67")
    void each_extension_of_a_multi_config_handler_has_an_entry() {
        Views jobs = Views.enabled()
                .asMultiConfig()
                .with(List.of(Views.extension("one", true, true), Views.extension("two", true, true)));

        assertThat(told(jobs, file("success"), OLD))
                .containsExactly(
                        "Ready 0 Plugin enabled | one 7 success 0 null",
                        "Ready 0 Plugin enabled | two 7 success 0 null");
    }

    @ParameterizedTest
    @CsvSource({"false,false,0", "false,true,1", "true,false,1", "true,true,1"})
    @Conforms("02#70")
    void a_multi_config_extension_is_left_out_when_requested_and_recorded_disabled(
            boolean requested, boolean recorded, int entries) {
        Views jobs = Views.enabled()
                .asMultiConfig()
                .with(List.of(Views.extension("keep", true, true), Views.extension("job", requested, recorded)));

        assertThat(told(jobs, file("success"), OLD)).hasSize(1 + entries);
    }

    @Test
    void a_single_config_handler_that_was_never_installed_has_no_extension_status() {
        assertThat(told(Views.enabled().with(HandlerState.NOT_INSTALLED).with(FAILED), MISSING, OLD))
                .containsExactly("NotReady 1009 enable failed");
    }

    @Test
    void a_multi_config_handler_that_was_never_installed_has_extension_statuses() {
        Views jobs =
                Views.enabled().asMultiConfig().with(HandlerState.NOT_INSTALLED).with(FAILED);

        assertThat(told(jobs, file("error"), OLD))
                .containsExactly("NotReady 1009 enable failed | Contoso.Probe 7 error 0 null");
    }

    @Test
    void a_denied_handler_that_was_never_installed_has_an_extension_status() {
        Views denied =
                Views.enabled().asDisallowed().with(HandlerState.NOT_INSTALLED).with(FAILED);

        assertThat(told(denied, file("error"), OLD)).containsExactly("NotReady 1009 enable failed | 7 error 0 null");
    }

    @Test
    @Conforms("01#13.17")
    void a_handler_that_cannot_be_named_is_reported_under_the_platforms_text() {
        SupervisionView view =
                new SupervisionView(Optional.empty(), List.of(), List.of(new RejectedHandler("../x", "", "its name")));

        List<HandlerEntry> entries =
                new HandlerEntries(NOW, true).of(new Observation(Views.GUEST, view, List.of(), false));

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("../x");
            assertThat(entry.version()).isEmpty();
            assertThat(line(entry))
                    .isEqualTo("NotReady -1 Ran into config errors: its name. \nPlease retry again as another operation"
                            + " with updated settings");
        });
    }

    // ---- what is going on (W-1) ----

    @ParameterizedTest
    @CsvSource({"0,Plugin installed but not enabled", "2,Plugin installed but not enabled", "3,'Enabling, 3 s'"})
    void work_is_shown_once_it_has_lasted_more_than_two_seconds(long seconds, String message) {
        Views busy = Views.enabled()
                .with(HandlerState.INSTALLED)
                .with(INSTALLED)
                .with(List.of())
                .with(Views.since("Enabling", seconds));

        assertThat(told(busy, MISSING, OLD)).containsExactly("NotReady 0 " + message);
    }

    @Test
    void an_extension_whose_first_enable_has_just_begun_is_not_said_to_lack_its_status_file() {
        Views busy =
                Views.enabled().with(HandlerState.INSTALLED).with(INSTALLED).with(Views.since("Enabling", 1));

        assertThat(told(busy, MISSING, OLD)).containsExactly("NotReady 0 Plugin installed but not enabled");
        assertThat(told(busy, file("transitioning"), NOW))
                .containsExactly("NotReady 0 Plugin installed but not enabled | 7 transitioning 0 null");
    }

    @Test
    void a_first_installation_is_not_listed_before_it_is_worth_showing() {
        Views busy =
                Views.enabled().with(HandlerState.NOT_INSTALLED).withoutStatus().with(Views.since("Installing", 1));

        assertThat(told(busy, MISSING, OLD)).isEmpty();
    }

    @Test
    void a_long_installation_is_not_ready_with_a_transitioning_status_for_the_current_number() {
        Views busy =
                Views.enabled().with(HandlerState.NOT_INSTALLED).withoutStatus().with(Views.since("Installing", 42));

        assertThat(told(busy, MISSING, OLD))
                .containsExactly("NotReady 0 Installing, 42 s | 7 transitioning 0 Installing, 42 s");
    }

    @Test
    void waiting_for_another_extension_is_shown_like_work() {
        Views busy = Views.enabled()
                .with(HandlerState.NOT_INSTALLED)
                .withoutStatus()
                .with(Views.since("waiting for Contoso.Base", 61));

        assertThat(told(busy, MISSING, OLD))
                .containsExactly("NotReady 0 waiting for Contoso.Base, 61 s | 7 transitioning 0 waiting for"
                        + " Contoso.Base, 61 s");
    }

    @Test
    @Conforms("B24")
    void a_ready_handler_stays_ready_and_keeps_its_result_while_it_is_enabled_again() {
        assertThat(told(Views.enabled().with(Views.since("Enabling", 60)), file("success"), OLD))
                .containsExactly("Ready 0 Plugin enabled | 7 success 0 null");
    }

    @Test
    void a_ready_handler_with_new_settings_says_what_it_does_with_them() {
        assertThat(told(Views.enabled().with(Views.since("Enabling", 60)), MISSING, OLD))
                .containsExactly("Ready 0 Plugin enabled | 7 transitioning 0 Enabling, 60 s");
    }

    @Test
    void what_the_handler_says_during_a_command_goes_before_what_the_agent_could_say() {
        Views busy =
                Views.enabled().with(HandlerState.INSTALLED).with(INSTALLED).with(Views.since("Enabling", 60));

        assertThat(told(busy, file("transitioning"), NOW))
                .containsExactly("NotReady 0 Enabling, 60 s | 7 transitioning 0 null");
    }

    @Test
    void a_file_carried_over_from_an_older_version_is_not_the_result_of_an_update_under_way() {
        Views busy =
                Views.enabled().with(HandlerState.NOT_INSTALLED).withoutStatus().with(Views.since("Updating", 10));

        assertThat(told(busy, file("success"), OLD))
                .containsExactly("NotReady 0 Updating, 10 s | 7 transitioning 0 Updating, 10 s");
    }

    @Test
    void an_old_failure_gives_way_at_once_to_what_is_done_about_it() {
        Views busy =
                Views.enabled().with(HandlerState.NOT_INSTALLED).with(FAILED).with(Views.since("Installing", 0));

        assertThat(told(busy, MISSING, OLD))
                .containsExactly("NotReady 0 Installing, 0 s | 7 transitioning 0 Installing, 0 s");
    }

    @Test
    void a_clock_that_was_set_back_shows_no_negative_time() {
        Views busy =
                Views.enabled().with(FAILED).with(Views.since("Enabling", -500)).with(List.of());

        assertThat(told(busy, MISSING, OLD)).containsExactly("NotReady 0 Enabling, 0 s");
    }

    // ---- what has failed (W-3) ----

    @Test
    @Conforms("02#17")
    void a_failed_enable_without_a_status_file_is_the_extensions_error() {
        Views failed = Views.enabled().with(HandlerState.INSTALLED).with(FAILED).with(Views.failure(OLD));

        assertThat(told(failed, MISSING, Instant.EPOCH))
                .containsExactly("NotReady 1009 enable failed | 7 error 1009 exit code 4");
    }

    @Test
    @Conforms("02#15")
    void a_failed_installation_is_the_extensions_error_although_nothing_is_installed() {
        Views failed = Views.enabled()
                .with(HandlerState.NOT_INSTALLED)
                .with(Views.status("NotReady", 1007, "install failed"))
                .with(new Failure("Install", ErrorCode.INSTALL, "exit code 1", OLD, false));

        assertThat(told(failed, MISSING, Instant.EPOCH))
                .containsExactly("NotReady 1007 install failed | 7 error 1007 exit code 1");
    }

    @ParameterizedTest
    @CsvSource({
        "success,       1, success 0 null",
        "error,         1, error 0 null",
        "transitioning, 1, transitioning 0 null",
        "warning,       1, warning 0 null",
        "success,      -1, success 0 null",
        "error,        -1, error 0 null",
        "transitioning,-1, error 1009 exit code 4",
        "warning,      -1, error 1009 exit code 4"
    })
    void a_status_file_outweighs_a_failure_unless_it_is_unfinished_and_older(String word, long later, String expected) {
        Views failed = Views.enabled().with(HandlerState.INSTALLED).with(FAILED).with(Views.failure(OLD));

        assertThat(told(failed, file(word), OLD.plusSeconds(later)))
                .containsExactly("NotReady 1009 enable failed | 7 " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001-01-01T00:00:00Z", "2099-12-31T23:59:59+00:00", "yesterday", ""})
    @Conforms("B38")
    void the_time_that_a_handler_writes_into_its_status_decides_nothing(String written) {
        Views failed = Views.enabled().with(HandlerState.INSTALLED).with(FAILED).with(Views.failure(OLD));
        StatusFile file = StatusFile.parse(("[{\"version\": 1, \"timestampUTC\": \"" + written
                        + "\", \"status\": {\"status\": \"transitioning\"}}]")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(told(Views.enabled(), file, OLD)).containsExactly("Ready 0 Plugin enabled | 7 transitioning 0 null");
        assertThat(told(failed, file, OLD.plusSeconds(1)))
                .containsExactly("NotReady 1009 enable failed | 7 transitioning 0 null");
        assertThat(told(failed, file, OLD.minusSeconds(1)))
                .containsExactly("NotReady 1009 enable failed | 7 error 1009 exit code 4");
    }

    @Test
    void a_success_carried_over_from_an_older_version_does_not_hide_a_failed_update() {
        Views failed = Views.enabled()
                .with(HandlerState.FAILED_UPGRADE)
                .with(Views.status("NotReady", 1008, "update failed"))
                .with(new Failure("Update", ErrorCode.UPDATE, "exit code 2", NOW, false));

        assertThat(told(failed, file("success"), OLD))
                .containsExactly("NotReady 1008 update failed | 7 error 1008 exit code 2");
    }

    @Test
    @Conforms("02#77")
    void a_denial_wins_over_any_status_file() {
        Views denied = Views.enabled()
                .asDisallowed()
                .with(FAILED)
                .with(new Failure("Enable", ErrorCode.ENABLE, "not allowed", OLD, true));

        assertThat(told(denied, file("success"), NOW))
                .containsExactly("NotReady 1009 enable failed | 7 error 1009 not allowed");
    }

    @Test
    void telling_of_commands_can_be_switched_off() {
        Views failed =
                Views.enabled().with(HandlerState.NOT_INSTALLED).with(FAILED).with(Views.failure(OLD));

        List<HandlerEntry> entries =
                new HandlerEntries(NOW, false).of(observation(failed, MISSING, OLD, Optional.empty()));

        assertThat(entries).extracting(HandlerEntriesTest::line).containsExactly("NotReady 1009 enable failed");
    }

    // ---- heartbeats ----

    @Test
    @Conforms("02#54")
    void a_heartbeat_replaces_status_and_message_of_every_entry() {
        Heartbeat beat = new Heartbeat.Beat("ready", Optional.of("alive"));

        assertThat(told(Views.enabled().withHeartbeat(), file("success"), OLD, Optional.of(beat)))
                .containsExactly("ready 0 alive | 7 success 0 null");
    }

    @Test
    void work_that_is_shown_goes_before_a_heartbeat() {
        Views busy =
                Views.enabled().withHeartbeat().with(INSTALLED).with(List.of()).with(Views.since("Enabling", 9));

        assertThat(told(busy, MISSING, OLD, Optional.of(new Heartbeat.Beat("ready", Optional.empty()))))
                .containsExactly("NotReady 0 Enabling, 9 s");
    }

    @Test
    @Conforms("02#82")
    void a_denied_handler_keeps_its_verdict_and_the_heartbeat_is_appended() {
        Views denied =
                Views.enabled().withHeartbeat().asDisallowed().with(FAILED).with(List.of());

        assertThat(told(denied, MISSING, OLD, Optional.of(new Heartbeat.Beat("ready", Optional.of("alive")))))
                .containsExactly(
                        "NotReady 1009 enable failed Extension was previously enabled and reported the following"
                                + " heartbeat:\nalive");
    }

    private static List<String> told(Views views, StatusFile file, Instant modified) {
        return told(views, file, modified, Optional.empty());
    }

    private static List<String> told(Views views, StatusFile file, Instant modified, Optional<Heartbeat> beat) {
        return new HandlerEntries(NOW, true)
                .of(observation(views, file, modified, beat)).stream()
                        .map(HandlerEntriesTest::line)
                        .toList();
    }

    private static Observation observation(Views views, StatusFile file, Instant modified, Optional<Heartbeat> beat) {
        List<HandlerObservation.Extension> extensions = views.extensions().stream()
                .map(it -> new HandlerObservation.Extension(it, file, "/" + it.sequenceNumber() + ".status", modified))
                .toList();
        return new Observation(
                Views.GUEST, views.view(), List.of(new HandlerObservation(views.handler(), beat, extensions)), false);
    }

    private static StatusFile file(String word) {
        return StatusFile.parse(("[{\"status\": {\"status\": \"" + word + "\"}}]").getBytes(StandardCharsets.UTF_8));
    }

    private static String line(HandlerEntry entry) {
        return entry.status() + " " + entry.code() + " " + entry.message().orElse("null") + entry.running()
                + entry.settings()
                        .map(it -> " | " + (it.multiConfig() ? it.name() + " " : "") + it.sequence() + " "
                                + it.status().word().map(Word::text).orElse("null") + " "
                                + it.status().code() + " "
                                + it.status().message().orElse("null") + it.running())
                        .orElse("");
    }
}
