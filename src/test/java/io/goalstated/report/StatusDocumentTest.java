package io.goalstated.report;

import static io.goalstated.report.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.Conforms;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.ExtensionStatus.Substatus;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.secret.Redactor;
import io.goalstated.supervise.SupervisionView.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
    private static final Guest GUEST = new Guest("3.1.0.2", "vm0", "ubuntu", "24.04");

    @Test
    void a_report_with_everything_is_byte_for_byte_what_the_platform_expects() throws IOException {
        HandlerEntry jobs = entry(
                "Contoso.Tools.Jobs",
                "2.0.1",
                Optional.of(new HandlerEntry.Settings(
                        "nightly",
                        new SequenceNumber(0),
                        true,
                        new ExtensionStatus(
                                Optional.of(Word.SUCCESS),
                                IntNode.valueOf(0),
                                Optional.of("Enable"),
                                Optional.of("2031-01-14T09:58:00Z"),
                                Optional.of("done"),
                                List.of(
                                        new Substatus(
                                                Optional.of("step1"),
                                                Word.SUCCESS,
                                                IntNode.valueOf(0),
                                                Optional.of("ok")),
                                        new Substatus(
                                                Optional.empty(),
                                                Word.WARNING,
                                                TextNode.valueOf("0"),
                                                Optional.empty()))),
                        "")));
        ReportInput input = new ReportInput(NOW, GUEST, true, List.of(), Optional.of(Views.success(42)), List.of(jobs));

        assertThat(StatusDocument.build(input, UnaryOperator.identity())).isEqualTo(golden("everything.json"));
    }

    @Test
    void a_report_with_nothing_is_byte_for_byte_what_the_platform_expects() throws IOException {
        ReportInput input = new ReportInput(NOW, GUEST, false, List.of(), Optional.empty(), List.of());

        assertThat(StatusDocument.build(input, UnaryOperator.identity())).isEqualTo(golden("nothing.json"));
    }

    @Test
    @Conforms("01#13.29")
    void fast_track_is_advertised_only_when_it_works() {
        assertThat(document(input(List.of(), true))).contains("\"FastTrack\"");
        assertThat(document(input(List.of(), false))).doesNotContain("FastTrack");
    }

    @Test
    void an_empty_status_array_leaves_null_members() {
        ExtensionStatus nothing = new ExtensionStatus(
                Optional.empty(), NullNode.instance, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        assertThat(document(input(List.of(entry(nothing)), false)))
                .contains(
                        "{\"settingsStatus\": {\"status\": {\"name\": \"Contoso.Probe\", \"configurationAppliedTime\":"
                                + " null, \"operation\": null, \"status\": null, \"code\": null, \"formattedMessage\":"
                                + " {\"lang\": \"en-US\", \"message\": null}}, \"version\": 1.0,");
    }

    @Test
    void a_handler_message_that_is_missing_is_left_out() {
        HandlerEntry silent = new HandlerEntry("A.B", "1", "Ready", 0, Optional.empty(), "", Optional.empty());

        assertThat(document(input(List.of(silent), false)))
                .contains("[{\"handlerVersion\": \"1\", \"handlerName\": \"A.B\", \"status\": \"Ready\", \"code\": 0,"
                        + " \"useExactVersion\": true}]");
    }

    @Test
    void the_sequence_number_of_the_goal_state_keeps_its_json_type() {
        assertThat(document(withVerdict(TextNode.valueOf("3"), ErrorCode.SUCCESS)))
                .contains("\"inSvdSeqNo\": \"3\"");
        assertThat(document(withVerdict(IntNode.valueOf(3), ErrorCode.SUCCESS))).contains("\"inSvdSeqNo\": 3");
    }

    @Test
    @Conforms("01#13.13")
    void a_goal_state_with_unsupported_features_has_failed_with_2001() {
        assertThat(document(withVerdict(IntNode.valueOf(3), ErrorCode.UNSUPPORTED_FEATURES)))
                .contains("\"status\": \"Failed\", \"code\": 2001");
    }

    @Test
    void what_is_not_ascii_is_escaped() {
        HandlerEntry entry = new HandlerEntry(
                "A.B", "1", "Ready", 0, Optional.of("gr\u00FC\u00DFe \uD83D\uDE00"), "", Optional.empty());
        String document = document(input(List.of(entry), false));

        assertThat(document).contains("gr\\u00fc\\u00dfe \\ud83d\\ude00").matches("\\p{ASCII}*");
    }

    @Test
    @Conforms("02#53")
    void signatures_of_urls_are_redacted_in_every_message() {
        String secret = "https://a.blob.example/c/b?sv=2018&sig=SECRET";
        ExtensionStatus status = new ExtensionStatus(
                Optional.of(Word.ERROR),
                IntNode.valueOf(1),
                Optional.empty(),
                Optional.empty(),
                Optional.of("at " + secret),
                List.of(new Substatus(Optional.of(secret), Word.ERROR, IntNode.valueOf(1), Optional.of(secret))));
        HandlerEntry entry = new HandlerEntry(
                "A.B",
                "1",
                "NotReady",
                1,
                Optional.of("from " + secret),
                "",
                Optional.of(new HandlerEntry.Settings("A.B", new SequenceNumber(1), false, status, "")));

        String document = StatusDocument.build(input(List.of(entry), false), Redactor::redact);

        assertThat(document).doesNotContain("SECRET").contains("https://a.blob.example/c/b?<redacted>");
    }

    @Test
    @Conforms("OPS-124")
    void trouble_is_told_with_a_stable_code_in_front_and_the_agent_stays_ready() {
        List<Condition> trouble = List.of(
                Condition.of("E-DISKFULL", "no space left on /var"),
                Condition.of("E-GOALSTATE-STALE", "no goal state").lastingFor(Duration.ofSeconds(750)));
        ReportInput input = new ReportInput(NOW, GUEST, false, trouble, Optional.empty(), List.of());

        assertThat(document(input))
                .contains(
                        "\"status\": \"Ready\", \"formattedMessage\": {\"lang\": \"en-US\", \"message\": \"[E-DISKFULL] no"
                                + " space left on /var; [E-GOALSTATE-STALE 12m] no goal state\"}");
    }

    @Test
    @Conforms("OPS-124")
    void only_trouble_that_stops_all_extensions_takes_ready_from_the_agent() {
        List<Condition> trouble = List.of(Condition.of("E-LIBDIR", "gone").stoppingExtensions());

        assertThat(document(new ReportInput(NOW, GUEST, false, trouble, Optional.empty(), List.of())))
                .contains("\"guestAgentStatus\": {\"version\": \"3.1.0.2\", \"status\": \"NotReady\"");
    }

    @Test
    @Conforms("OPS-124")
    void how_long_a_trouble_lasts_and_its_detail_are_told_and_are_no_news() {
        Condition stale = Condition.of("E-GOALSTATE-STALE", "no goal state");
        ReportInput now = troubled(stale.lastingFor(Duration.ofMinutes(5)).because("refused\n  by the host"));
        ReportInput later = troubled(stale.lastingFor(Duration.ofMinutes(9)).because("x".repeat(5000)));

        assertThat(document(now)).contains("[E-GOALSTATE-STALE 5m] no goal state: refused by the host\"");
        assertThat(document(later)).contains("[E-GOALSTATE-STALE 9m] no goal state: " + "x".repeat(300) + " ...\"");
        assertThat(StatusDocument.fingerprint(later)).isEqualTo(StatusDocument.fingerprint(now));
    }

    private static ReportInput troubled(Condition condition) {
        return new ReportInput(NOW, GUEST, false, List.of(condition), Optional.empty(), List.of());
    }

    @Test
    void time_alone_is_no_news() {
        String now = StatusDocument.fingerprint(timed(NOW, "2031-01-14T09:58:00Z", ", 3 s", 60));
        String later = StatusDocument.fingerprint(timed(NOW.plusSeconds(500), "2031-01-14T10:09:00Z", ", 503 s", 560));

        assertThat(later).isEqualTo(now);
    }

    @Test
    void a_change_of_any_member_is_news() {
        String before = StatusDocument.fingerprint(input(List.of(entry(word(Word.TRANSITIONING))), false));

        assertThat(StatusDocument.fingerprint(input(List.of(entry(word(Word.SUCCESS))), false)))
                .isNotEqualTo(before);
        assertThat(StatusDocument.fingerprint(input(List.of(entry(word(Word.TRANSITIONING))), true)))
                .isNotEqualTo(before);
        assertThat(StatusDocument.fingerprint(withVerdict(IntNode.valueOf(1), ErrorCode.SUCCESS)))
                .isNotEqualTo(StatusDocument.fingerprint(withVerdict(IntNode.valueOf(2), ErrorCode.SUCCESS)));
    }

    @Test
    void a_trimmed_report_keeps_who_is_how_and_drops_the_details() {
        ExtensionStatus verbose = new ExtensionStatus(
                Optional.of(Word.SUCCESS),
                IntNode.valueOf(0),
                Optional.of("Enable"),
                Optional.empty(),
                Optional.of("m".repeat(5000)),
                List.of(new Substatus(
                        Optional.of("part"), Word.SUCCESS, IntNode.valueOf(0), Optional.of("p".repeat(90_000)))));

        String document = document(Trimming.of(input(List.of(entry(verbose)), false)));

        assertThat(document)
                .contains("\"status\": \"success\"")
                .contains("m".repeat(1024) + " ... [TRUNCATED]")
                .doesNotContain("substatus")
                .hasSizeLessThan(3000);
    }

    private static ReportInput timed(Instant now, String applied, String running, long stale) {
        ExtensionStatus status = new ExtensionStatus(
                Optional.of(Word.TRANSITIONING),
                IntNode.valueOf(0),
                Optional.empty(),
                Optional.of(applied),
                Optional.of("Enabling"),
                List.of());
        HandlerEntry entry = new HandlerEntry(
                "A.B",
                "1",
                "NotReady",
                0,
                Optional.of("Enabling"),
                running,
                Optional.of(new HandlerEntry.Settings("A.B", new SequenceNumber(1), false, status, running)));
        Condition condition = Condition.of("E-STALE", "no goal state").lastingFor(Duration.ofSeconds(stale));
        Verdict verdict = new Verdict("incarnation_1", IntNode.valueOf(1), ErrorCode.SUCCESS, "done", now);
        return new ReportInput(now, GUEST, true, List.of(condition), Optional.of(verdict), List.of(entry));
    }

    private static ExtensionStatus word(Word word) {
        return ExtensionStatus.of(word, 0, Optional.empty(), "text");
    }

    private static HandlerEntry entry(ExtensionStatus status) {
        return entry(
                "Contoso.Probe",
                "1.2",
                Optional.of(new HandlerEntry.Settings("Contoso.Probe", new SequenceNumber(7), false, status, "")));
    }

    private static HandlerEntry entry(String name, String version, Optional<HandlerEntry.Settings> settings) {
        return new HandlerEntry(name, version, "Ready", 0, Optional.of("Plugin enabled"), "", settings);
    }

    private static ReportInput input(List<HandlerEntry> entries, boolean fastTrack) {
        return new ReportInput(NOW, GUEST, fastTrack, List.of(), Optional.empty(), entries);
    }

    private static ReportInput withVerdict(com.fasterxml.jackson.databind.JsonNode number, ErrorCode code) {
        return new ReportInput(
                NOW,
                GUEST,
                false,
                List.of(),
                Optional.of(new Verdict("incarnation_3", number, code, "text", NOW)),
                List.of());
    }

    private static String document(ReportInput input) {
        return StatusDocument.build(input, UnaryOperator.identity());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                StatusDocumentTest.class.getResourceAsStream("/report/" + name), "no golden file " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
