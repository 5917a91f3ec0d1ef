package io.goalstated.polling;

import static io.goalstated.wire.InMemoryHttp.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.wire.InMemoryHttp;
import io.goalstated.wire.Platform;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalStatePollerTest {
    private static final String PROTECTED =
            ",\"extensionGoalStates\":[{\"name\":\"Contoso.Probe\",\"version\":\"1.0.0\","
                    + "\"state\":\"enabled\",\"settingsSeqNo\":1,\"settings\":[{\"protectedSettings\":\"TUlJ\","
                    + "\"protectedSettingsCertThumbprint\":\"ABCD\"}]}]";
    private static final String PROFILE =
            "<InVMArtifactsProfileBlob>https://acct.example/profile?sig=s</InVMArtifactsProfileBlob>";

    @TempDir
    Path library;

    private PollingBench bench() {
        return new PollingBench(library);
    }

    @Test
    @Conforms("01#14.1")
    void the_first_look_asks_in_the_order_of_the_protocol() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").fabric("1", 100, PROFILE);

        bench.poller.start();

        assertThat(bench.http.takeRequests())
                .containsExactly(
                        "GET WS/machine/?comp=goalstate",
                        "GET HG/vmSettings",
                        "GET WS/extensions",
                        "GET https://acct.example/profile",
                        "GET HG/versions",
                        "GET HG/extensionArtifact",
                        "GET WS/hosting",
                        "GET WS/shared");
        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).fastTrackSupported()).isTrue();
        assertThat(library.resolve("SharedConfig.xml")).hasContent("<SharedConfig/>");
        assertThat(library.resolve("GoalState.1.xml")).hasContent("<xml>empty placeholder file</xml>");
    }

    @Test
    @Conforms({"01#14.2", "OPS-2"})
    void an_idle_minute_is_20_hints_and_4_goal_states() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.advance(Duration.ofMinutes(1));

        List<String> requests = bench.http.takeRequests();
        assertThat(requests).filteredOn("GET HG/vmSettings"::equals).hasSize(20);
        assertThat(requests)
                .filteredOn("GET WS/machine/?comp=goalstate"::equals)
                .hasSize(4);
        assertThat(requests).hasSize(24);
        assertThat(bench.published).isEmpty();
    }

    @Test
    void in_the_second_minute_after_a_change_hints_are_asked_for_every_two_seconds() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "");
        bench.poller.start();
        bench.advance(Duration.ofSeconds(61));
        bench.http.takeRequests();

        bench.advance(Duration.ofSeconds(50));

        List<String> requests = bench.http.takeRequests();
        assertThat(requests).filteredOn("GET HG/vmSettings"::equals).hasSize(25);
        assertThat(requests)
                .filteredOn("GET WS/machine/?comp=goalstate"::equals)
                .hasSize(3);
    }

    @Test
    @Conforms({"01#14.2", "OPS-2"})
    void the_minute_after_a_change_looks_at_both_every_second() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "");
        bench.poller.start();
        bench.http.takeRequests();

        bench.advance(Duration.ofSeconds(10));

        assertThat(bench.http.takeRequests()).hasSize(20);
    }

    @Test
    @Conforms({"01#14.2", "OPS-2"})
    void what_comes_due_almost_together_is_asked_in_one_look() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").wireServerTakes(Duration.ofMillis(20));
        bench.poller.start();
        bench.advance(Duration.ofMillis(4500));
        bench.http.takeRequests();

        bench.vmSettings("2", "FastTrack", 200, "");
        bench.advance(Duration.ofSeconds(1));

        assertThat(bench.http.takeRequests())
                .containsExactly("GET WS/machine/?comp=goalstate", "GET HG/vmSettings", "GET http://foreseen/etag_2");
        assertThat(bench.ids()).contains("etag_2");
    }

    @Test
    @Conforms({"01#13.29", "01#14.2"})
    void without_vm_settings_the_goal_state_is_asked_every_six_seconds_and_the_host_after_six_hours() {
        PollingBench bench = bench().idle();

        bench.advance(Duration.ofMinutes(1));
        assertThat(bench.http.takeRequests()).hasSize(10).containsOnly("GET WS/machine/?comp=goalstate");
        assertThat(bench.poller.latest().orElseThrow().fastTrackSupported()).isFalse();

        bench.vmSettings("1", "FastTrack", 200, "");
        bench.advance(Duration.ofHours(6));
        assertThat(bench.ids()).containsExactly("etag_1");
    }

    @Test
    @Conforms("OPS-2")
    void something_going_on_keeps_the_rhythm_fast() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.poller.pokeActive();
        bench.advance(Duration.ofSeconds(5));

        assertThat(bench.http.takeRequests()).hasSizeBetween(9, 12);
        assertThat(bench.poller.view().active()).isTrue();
    }

    @Test
    void an_answer_of_one_channel_does_not_end_a_failure_of_the_other() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.http.on(Platform.GOAL_STATE, 404, "");

        bench.advance(Duration.ofMinutes(1));
        assertThat(bench.poller.view().failuresInARow()).isGreaterThan(3);
        assertThat(bench.poller.view().survived()).isZero();

        bench.fabric("1", 100, "");
        bench.advance(Duration.ofSeconds(20));
        assertThat(bench.poller.view().failuresInARow()).isZero();
        assertThat(bench.poller.view().survived()).isEqualTo(1);
    }

    @Test
    void a_host_plugin_that_is_gone_for_good_leaves_no_failure_behind() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.http.on("GET " + Platform.HG + "/vmSettings", 500, "");
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.poller.view().failuresInARow()).isPositive();

        bench.http.on("GET " + Platform.HG + "/vmSettings", 404, "");
        bench.advance(Duration.ofMinutes(2));

        assertThat(bench.poller.view().failuresInARow()).isZero();
    }

    @Test
    @Conforms("01#14.3")
    void a_new_incarnation_is_fetched_as_a_whole() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.fabric("2", 200, "").vmSettings("2", "Fabric", 200, "");
        bench.advance(Duration.ofSeconds(3));

        List<String> requests = bench.http.takeRequests();
        assertThat(requests).contains("GET HG/vmSettings");
        assertThat(requests)
                .containsSubsequence(
                        "GET WS/machine/?comp=goalstate", "GET WS/extensions", "GET WS/hosting", "GET WS/shared");
        assertThat(bench.ids()).containsExactly("incarnation_2");
    }

    @Test
    @Conforms({"01#14.1", "01#14.3"})
    void certificates_that_no_settings_name_are_fetched_a_moment_after_each_incarnation() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "");
        bench.poller.start();
        assertThat(bench.desk.refreshes).isEmpty();

        bench.advance(Duration.ofSeconds(130));
        assertThat(bench.desk.refreshes).containsExactly("http://168.63.129.16/cert");

        bench.fabric("2", 200, "");
        bench.advance(Duration.ofSeconds(20));
        assertThat(bench.desk.refreshes).hasSize(2);
    }

    @Test
    void who_needs_the_certificates_at_once_gets_them_and_nobody_fetches_them_again() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "");
        bench.poller.start();

        assertThat(bench.poller.certificates().succeeded()).isTrue();
        assertThat(bench.poller.certificates().succeeded()).isTrue();
        bench.advance(Duration.ofSeconds(10));

        assertThat(bench.desk.refreshes).hasSize(1);
    }

    @Test
    void a_new_incarnation_is_told_of_though_the_extensions_stay_those_of_fast_track() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, "").idle();

        bench.fabric("2", 100, "");
        bench.advance(Duration.ofSeconds(15));

        assertThat(bench.ids()).containsExactly("etag_1");
        assertThat(bench.published.get(0).document().incarnation().value()).isEqualTo("2");
    }

    @Test
    void a_status_blob_that_a_refresh_finds_is_told_of() {
        PollingBench bench = bench().idle();
        bench.fabric("1", 100, "<StatusUploadBlob>https://acct.example/s?sig=x</StatusUploadBlob>");

        bench.poller.refresh();

        assertThat(bench.published.get(0).extensions().statusBlobUri()).contains("https://acct.example/s?sig=x");
    }

    @Test
    void a_refresh_that_brings_the_same_again_leaves_no_trace() {
        PollingBench bench = bench().idle();
        Path newest = bench.polling.history().newest().orElseThrow();

        bench.poller.refresh();
        bench.advance(Duration.ofSeconds(1));

        assertThat(bench.polling.history().newest()).contains(newest);
        assertThat(bench.poller.view().active()).isFalse();
    }

    @Test
    @Conforms("01#13.29")
    void a_host_that_begins_to_offer_vm_settings_is_told_of_though_the_goal_state_stays() {
        PollingBench bench = bench().idle();

        bench.vmSettings("1", "Fabric", 100, "");
        bench.advance(Duration.ofHours(6));

        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).fastTrackSupported()).isTrue();
    }

    @Test
    void fast_track_is_foreseen_before_the_wireserver_is_asked_for_something_newer() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.vmSettings("2", "FastTrack", 200, "");
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.http.takeRequests())
                .containsSubsequence(
                        "GET HG/vmSettings", "GET http://foreseen/etag_2", "GET WS/machine/?comp=goalstate");
        assertThat(bench.ids()).containsExactly("etag_2");
    }

    @Test
    void neither_fabric_nor_what_is_on_hold_is_foreseen() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.fabric("2", 200, "").vmSettings("2", "Fabric", 200, "");
        bench.advance(Duration.ofSeconds(3));
        bench.vmSettings("3", "FastTrack", 300, ",\"onHold\":true");
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.ids()).containsExactly("incarnation_2", "etag_3");
        assertThat(bench.http.takeRequests()).noneMatch(request -> request.contains("foreseen"));
    }

    @Test
    void a_host_that_denies_vm_settings_once_is_asked_again_soon() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.withoutVmSettings();
        bench.advance(Duration.ofSeconds(4));
        bench.vmSettings("2", "FastTrack", 200, "");

        bench.advance(Duration.ofSeconds(17));

        assertThat(bench.ids()).contains("etag_2");
    }

    @Test
    void a_host_that_goes_on_denying_vm_settings_is_asked_ever_less() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.withoutVmSettings();

        bench.advance(Duration.ofHours(5));

        assertThat(bench.http.takeRequests())
                .filteredOn("GET HG/vmSettings"::equals)
                .hasSizeBetween(5, 13);
    }

    @Test
    @Conforms("01#14.4")
    void a_fast_track_change_costs_one_look_at_the_goal_state_and_nothing_else() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.vmSettings("2", "FastTrack", 200, "");
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.http.takeRequests()).doesNotContain("GET WS/extensions", "GET WS/hosting");
        assertThat(bench.ids()).containsExactly("etag_2");
        assertThat(library.resolve("fast_track.json")).content().contains("\"ticks\": 200");
    }

    @Test
    @Conforms("01#13.60")
    void a_mirror_of_the_other_channel_is_ignored_but_makes_the_rhythm_fast() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.vmSettings("2", "Fabric", 200, "");
        bench.advance(Duration.ofSeconds(3));
        assertThat(bench.published).isEmpty();
        assertThat(bench.poller.view().active()).isTrue();

        bench.fabric("2", 200, "");
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.ids()).containsExactly("incarnation_2");
    }

    @Test
    @Conforms("01#13.4")
    void a_new_container_alone_changes_only_the_name_we_go_by() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.platform.goalState("1", "container-2");
        bench.advance(Duration.ofSeconds(18));

        assertThat(bench.http.calls().get(bench.http.calls().size() - 1).headers())
                .containsEntry("x-ms-containerid", "container-2");
        assertThat(bench.http.takeRequests()).doesNotContain("GET WS/extensions");
        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).document().containerId()).isEqualTo("container-2");
    }

    @Test
    @Conforms("01#13.5")
    void an_incarnation_that_starts_over_is_new() {
        PollingBench bench = bench().fabric("5", 100, "").idle();

        bench.fabric("1", 200, "");
        bench.advance(Duration.ofSeconds(6));

        assertThat(bench.ids()).containsExactly("incarnation_1");
    }

    @Test
    @Conforms({"01#13.6", "01#13.7"})
    void a_goal_state_without_extensions_and_certificates_is_an_empty_one() {
        PollingBench bench = bench();
        String xml = Platform.goalStateXml("1", "c", Optional.empty())
                .replaceAll("<ExtensionsConfig>.*</ExtensionsConfig>", "");
        bench.http.on(Platform.GOAL_STATE, 200, xml);

        bench.poller.start();
        bench.advance(Duration.ofSeconds(5));

        assertThat(bench.published.get(0).extensions().source()).isEqualTo(Source.EMPTY);
        assertThat(bench.desk.refreshes).isEmpty();
    }

    @Test
    @Conforms({"01#13.1", "01#13.3", "01#13.8", "01#13.9", "01#14.5"})
    void a_goal_state_that_cannot_be_fetched_leaves_the_old_one_in_force_until_it_can() {
        PollingBench bench = bench().idle();
        bench.fabric("2", 200, "");
        bench.http.on("GET http://168.63.129.16/extensions", 200, "<Extensions");
        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.poller.view().lastError())
                .hasValueSatisfying(e -> assertThat(e).contains("ExtensionsConfig"));

        bench.http.on("GET http://168.63.129.16/extensions", 404, "");
        bench.advance(Duration.ofSeconds(6));
        bench.http.on(Platform.GOAL_STATE, 200, "<GoalState");
        bench.advance(Duration.ofSeconds(6));
        bench.http.on(Platform.GOAL_STATE, 410, "");
        bench.advance(Duration.ofSeconds(6));

        assertThat(bench.published).isEmpty();
        assertThat(bench.poller.latest().orElseThrow().extensions().id()).isEqualTo("incarnation_1");
        assertThat(bench.poller.view().failuresInARow()).isGreaterThan(4);

        bench.fabric("2", 200, "");
        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.ids()).containsExactly("incarnation_2");
        assertThat(bench.poller.view().lastError()).isEmpty();
    }

    @Test
    @Conforms({"01#13.31", "01#13.61"})
    void vm_settings_that_fail_stop_the_update_and_are_tried_every_second_while_something_changes() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.http.inTurn(
                "GET " + Platform.HG + "/vmSettings",
                List.of(
                        answer(500, ""),
                        answer(500, ""),
                        answer(500, ""),
                        answer(500, ""),
                        answer(500, ""),
                        answer(500, ""),
                        answer(500, ""),
                        answer(404, "")));
        bench.fabric("2", 200, "");

        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.published).isEmpty();
        assertThat(bench.http.takeRequests()).doesNotContain("GET WS/extensions");

        bench.advance(Duration.ofSeconds(8));
        assertThat(bench.ids()).containsExactly("incarnation_2");
    }

    @Test
    @Conforms("01#13.26")
    void vm_settings_that_cannot_be_read_fail_the_look_and_are_kept_once() throws Exception {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.vmSettingsText("7", "{\"protectedSettings\":\"c2VjcmV0\",");
        bench.advance(Duration.ofSeconds(30));

        assertThat(bench.poller.view().lastError()).isPresent();
        try (var directories = Files.list(library.resolve("history"))) {
            List<Path> kept =
                    directories.filter(d -> d.toString().endsWith("__7")).toList();
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).resolve("VmSettings.json")).content().doesNotContain("c2VjcmV0");
        }
    }

    @Test
    @Conforms("01#13.32")
    void an_old_host_counts_as_one_without_vm_settings() {
        PollingBench bench = bench().vmSettingsText(
                        "1",
                        "{\"hostGAPluginVersion\":\"1.0.8.132\",\"extensionGoalStatesSource\":\"FastTrack\","
                                + "\"extensionsLastModifiedTickCount\":900}");

        bench.poller.start();

        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).fastTrackSupported()).isFalse();
    }

    @Test
    @Conforms({"01#13.33", "01#13.34", "01#13.35"})
    void the_later_of_the_two_channels_wins_and_equals_go_to_fabric() {
        PollingBench older = bench().vmSettings("1", "FastTrack", 99, "");
        older.poller.start();
        assertThat(older.ids()).containsExactly("incarnation_1");

        PollingBench equal = bench().vmSettings("1", "FastTrack", 100, "");
        equal.poller.start();
        assertThat(equal.ids()).containsExactly("incarnation_1");

        PollingBench later = bench().vmSettings("1", "FastTrack", 101, "");
        later.poller.start();
        assertThat(later.ids()).containsExactly("etag_1");

        PollingBench mirror = bench().vmSettings("1", "Fabric", 101, "");
        mirror.poller.start();
        assertThat(mirror.ids()).containsExactly("incarnation_1");
    }

    @Test
    void an_update_that_failed_half_way_sees_the_same_vm_settings_again() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();
        bench.vmSettings("2", "FastTrack", 200, "");
        bench.http.on(Platform.GOAL_STATE, 410, "");
        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.published).isEmpty();

        bench.fabric("1", 100, "");
        bench.advance(Duration.ofSeconds(1));

        assertThat(bench.ids()).containsExactly("etag_2");
        assertThat(bench.http.takeRequests())
                .filteredOn("GET http://foreseen/etag_2"::equals)
                .hasSize(1);
    }

    @Test
    @Conforms("01#13.30")
    void an_older_fabric_goal_state_is_shown_but_not_executed_when_the_host_stops_offering_vm_settings() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, "").idle();

        bench.withoutVmSettings();
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).outdated()).isTrue();
        assertThat(bench.published.get(0).outdated()).isTrue();
        assertThat(library.resolve("fast_track.json")).exists();
        bench.poller.statusReported();
        assertThat(library.resolve("fast_track.json")).doesNotExist();
    }

    @Test
    @Conforms("01#13.30")
    void it_is_shown_all_the_same_when_the_first_look_at_the_new_host_fails_half_way() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, "").idle();
        bench.withoutVmSettings().fabric("2", 100, "");
        bench.http.on("GET http://168.63.129.16/hosting", 410, "");
        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.ids()).containsExactly("etag_1");

        bench.http.on("GET http://168.63.129.16/hosting", 200, "<HostingEnvironmentConfig/>");
        bench.advance(Duration.ofSeconds(6));

        assertThat(bench.ids()).containsExactly("etag_1", "incarnation_2");
        assertThat(bench.published.get(1).outdated()).isTrue();
    }

    @Test
    @Conforms("01#13.30")
    void a_restart_remembers_that_fast_track_was_in_force() {
        bench().vmSettings("1", "FastTrack", 200, "").idle();

        PollingBench restarted = bench();
        restarted.poller.start();

        assertThat(restarted.published.get(0).outdated()).isTrue();
    }

    @Test
    void fast_track_switched_off_by_the_owner_guards_its_changes_too() {
        bench().vmSettings("1", "FastTrack", 200, "").idle();

        PollingBench off = new PollingBench(library, PollingSettings.of(6, true, false, true));
        off.poller.start();

        assertThat(off.published.get(0).outdated()).isTrue();
        assertThat(off.http.takeRequests()).doesNotContain("GET HG/vmSettings");
    }

    @Test
    void a_certificate_on_disk_is_not_fetched_again() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, PROTECTED);
        bench.desk.onDisk.add("ABCD");

        bench.poller.start();

        assertThat(bench.ids()).containsExactly("etag_1");
        assertThat(bench.desk.refreshes).isEmpty();
    }

    @Test
    @Conforms("01#14.4")
    void a_missing_certificate_is_fetched_before_the_goal_state_is_published() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, PROTECTED);
        bench.desk.offered.add("ABCD");

        bench.poller.start();

        assertThat(bench.desk.refreshes).containsExactly("http://168.63.129.16/cert");
        assertThat(bench.certificatesThen).containsExactly(Set.of("ABCD"));
    }

    @Test
    @Conforms({"01#13.40", "01#14.4"})
    void a_certificate_that_nobody_has_is_looked_for_twice_more_and_then_done_without() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.vmSettings("2", "FastTrack", 200, PROTECTED);
        bench.advance(Duration.ofSeconds(3));
        assertThat(bench.published).isEmpty();
        assertThat(bench.desk.refreshes).hasSize(2);
        assertThat(bench.http.takeRequests())
                .filteredOn("GET WS/extensions"::equals)
                .hasSize(1);

        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.ids()).containsExactly("etag_2");
        assertThat(bench.desk.refreshes).hasSize(3);
    }

    @Test
    @Conforms("01#13.54")
    void what_is_on_hold_is_published_again_when_the_hold_is_lifted() {
        PollingBench bench = bench().fabric("1", 100, PROFILE);
        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":true}");
        bench.poller.start();
        assertThat(bench.published.get(0).extensions().onHold()).isTrue();
        bench.advance(Duration.ofMinutes(2));
        assertThat(bench.published).hasSize(1);

        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":false}");
        bench.advance(Duration.ofSeconds(6));

        assertThat(bench.ids()).containsExactly("incarnation_1", "incarnation_1");
        assertThat(bench.published.get(1).extensions().onHold()).isFalse();
    }

    @Test
    void a_hold_in_force_outlives_profiles_that_cannot_be_had_or_read() {
        PollingBench bench = bench().fabric("1", 100, PROFILE);
        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":true}");
        bench.poller.start();

        bench.http.on("GET https://acct.example/profile", 503, "busy");
        bench.advance(Duration.ofMinutes(2));
        bench.http.on("GET https://acct.example/profile", 200, "no profile");
        bench.advance(Duration.ofMinutes(2));
        assertThat(bench.published).hasSize(1);
        bench.http.on("GET https://acct.example/profile", 200, "{}");
        bench.advance(Duration.ofMinutes(2));

        assertThat(bench.ids()).containsExactly("incarnation_1", "incarnation_1");
        assertThat(bench.published.get(1).extensions().onHold()).isFalse();
    }

    @Test
    void a_profile_that_cannot_be_had_at_the_first_look_holds_nothing_back() {
        PollingBench bench = bench().fabric("1", 100, PROFILE);
        bench.http.on("GET https://acct.example/profile", 503, "busy");

        bench.poller.start();
        bench.advance(Duration.ofMinutes(2));

        assertThat(bench.ids()).containsExactly("incarnation_1");
        assertThat(bench.published.get(0).extensions().onHold()).isFalse();
    }

    @Test
    void a_profile_that_cannot_be_read_is_told_of_once_until_one_can() {
        PollingBench bench = bench().fabric("1", 100, PROFILE);
        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":true}");
        bench.poller.start();
        bench.http.on("GET https://acct.example/profile", 200, "no profile");
        bench.advance(Duration.ofMinutes(2));
        assertThat(bench.told.of(Operation.ARTIFACTS_PROFILE_BLOB))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("-Cannot use the artifacts profile: ")
                        .doesNotContain("no profile"));

        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":true}");
        bench.advance(Duration.ofMinutes(1));
        bench.http.on("GET https://acct.example/profile", 200, "no profile");
        bench.advance(Duration.ofMinutes(1));

        assertThat(bench.told.of(Operation.ARTIFACTS_PROFILE_BLOB)).hasSize(2);
    }

    @Test
    void what_is_in_force_is_named_with_its_certificates() {
        PollingBench bench = bench().vmSettings("1", "FastTrack", 200, PROTECTED);
        bench.desk.offered.add("ABCD");

        bench.poller.start();

        assertThat(bench.poller.inForce())
                .isEqualTo("id=etag_1 certificates=[{\"thumbprint\": \"ABCD\", \"hasPrivateKey\": true}]");
    }

    @Test
    void the_owner_may_forbid_holds() {
        PollingBench bench =
                new PollingBench(library, PollingSettings.of(6, true, true, false)).fabric("1", 100, PROFILE);
        bench.http.on("GET https://acct.example/profile", 200, "{\"onHold\":true}");

        bench.poller.start();

        assertThat(bench.published.get(0).extensions().onHold()).isFalse();
    }

    @Test
    @Conforms("OPS-3")
    void a_look_that_hangs_is_not_overtaken_by_another() {
        PollingBench bench = bench().idle();
        Promise<io.goalstated.wire.HttpAnswer> hanging = InMemoryHttp.pending();
        bench.http.on(Platform.GOAL_STATE, call -> hanging.future());

        bench.advance(Duration.ofMinutes(5));
        assertThat(bench.http.takeRequests()).hasSize(1);

        bench.fabric("2", 200, "");
        hanging.fail("reset");
        bench.advance(Duration.ofSeconds(3));
        assertThat(bench.ids()).containsExactly("incarnation_2");
    }

    @Test
    void a_refresh_fetches_everything_without_an_etag() {
        PollingBench bench = bench().vmSettings("1", "Fabric", 100, "").idle();

        bench.poller.refresh();

        assertThat(bench.http.calls().get(1).headers()).doesNotContainKey("if-none-match");
        assertThat(bench.http.takeRequests())
                .containsExactly(
                        "GET WS/machine/?comp=goalstate",
                        "GET HG/vmSettings",
                        "GET WS/extensions",
                        "GET WS/hosting",
                        "GET WS/shared");
        assertThat(bench.published).isEmpty();
    }

    @Test
    void stopping_leaves_no_timer_behind() {
        PollingBench bench = bench().idle();

        bench.poller.stop();

        assertThat(bench.platform.timers.waiting()).isZero();
    }

    @Test
    void the_history_keeps_what_was_said_without_secrets() throws Exception {
        PollingBench bench = bench().vmSettings("9", "FastTrack", 200, PROTECTED)
                .fabric("1", 100, "<StatusUploadBlob>https://acct.example/s?sv=1&amp;sig=topsecret</StatusUploadBlob>");
        bench.http.on(
                "GET http://168.63.129.16/hosting",
                200,
                "<HostingEnvironmentConfig><Setting name=\"c\" value=\"AccountKey=hushhush\"/></HostingEnvironmentConfig>");
        bench.poller.start();
        bench.advance(Duration.ofSeconds(10));

        Path directory = bench.polling.history().newest().orElseThrow();
        assertThat(directory.getFileName().toString()).isEqualTo("2031-01-14T10-00-00__1-9");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(directory.resolve("GoalState.xml")).content().contains("<Incarnation>1</Incarnation>");
        assertThat(directory.resolve("ExtensionsConfig.xml"))
                .content()
                .contains("acct.example/s")
                .doesNotContain("topsecret");
        assertThat(directory.resolve("HostingEnvironmentConfig.xml"))
                .content()
                .contains("name=\"c\"")
                .doesNotContain("hushhush");
        assertThat(directory.resolve("VmSettings.json"))
                .content()
                .contains("ABCD")
                .doesNotContain("TUlJ");
    }

    @Test
    void the_history_is_purged_to_the_newest_fifty() throws Exception {
        PollingBench bench = bench();
        for (int i = 0; i < 55; i++) {
            bench.polling.history().begin(Integer.toString(i), Map.of());
            bench.advance(Duration.ofSeconds(1));
        }

        try (var directories = Files.list(library.resolve("history"))) {
            assertThat(directories).hasSize(50);
        }
    }
}
