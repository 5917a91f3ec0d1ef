package io.goalstated.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.goalstated.Conforms;
import io.goalstated.event.ExtensionEvent.Refusal;
import io.goalstated.event.ExtensionEventFile.Reading;
import io.goalstated.extension.HandlerName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionEventFileTest {
    private static final int ALL = 360;

    @Test
    void a_file_may_hold_one_event() throws Exception {
        assertThat(read(Samples.event("hello")).events())
                .singleElement()
                .isEqualTo(new ExtensionEvent(
                        "1.2.3",
                        "2026-03-01T11:59:00.0000000Z",
                        "Enable",
                        "Informational",
                        "hello",
                        "12",
                        "13",
                        "op-1"));
    }

    @Test
    void a_file_may_hold_many_events() throws Exception {
        Reading reading = read("[" + Samples.event("one") + "," + Samples.event("two") + "]");

        assertThat(reading.events()).extracting(ExtensionEvent::message).containsExactly("one", "two");
        assertThat(reading.refused()).isEmpty();
    }

    @Test
    void an_event_becomes_a_line_of_the_generic_log() throws Exception {
        ExtensionEvent event = read(Samples.event("hello")).events().get(0);

        TelemetryEvent sent = event.complete(new HandlerName("Contoso.Hello"), Samples.VM, Samples.NOON);

        assertThat(EventXml.encode(sent))
                .startsWith("<Event id=\"7\"><![CDATA["
                        + "<Param Name=\"EventName\" Value=\"Contoso.Hello-1.2.3\" T=\"mt:wstr\" />"
                        + "<Param Name=\"CapabilityUsed\" Value=\"Informational\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Context1\" Value=\"hello\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Context2\" Value=\"2026-03-01T11:59:00.0000000Z\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Context3\" Value=\"op-1\" T=\"mt:wstr\" />"
                        + "<Param Name=\"GAVersion\"")
                .contains("<Param Name=\"OpcodeName\" Value=\"2026-03-01T12:00:00.123456Z\" T=\"mt:wstr\" />"
                        + "<Param Name=\"EventTid\" Value=\"13\" T=\"mt:wstr\" />"
                        + "<Param Name=\"EventPid\" Value=\"12\" T=\"mt:wstr\" />"
                        + "<Param Name=\"TaskName\" Value=\"Enable\" T=\"mt:wstr\" />"
                        + "<Param Name=\"OSVersion\"");
        assertThat(sent.provider()).isEqualTo("FFF0196F-EE4C-4EAF-9AA5-776F622DEB4F");
    }

    @Test
    void names_are_compared_without_case_and_unknown_ones_are_ignored() throws Exception {
        String event = Samples.event("hello")
                .replace("\"Message\"", "\"MESSAGE\"")
                .replace("\"EventTid\"", "\"More\": {\"a\": [1, {\"b\": null}]}, \"eventTID\"");

        assertThat(read(event).events()).hasSize(1);
    }

    @Test
    void process_and_thread_may_be_numbers() throws Exception {
        ExtensionEvent event = read(Samples.event("x").replace("\"12\"", "12").replace("\"13\"", "13"))
                .events()
                .get(0);

        assertThat(event.process()).isEqualTo("12");
        assertThat(event.thread()).isEqualTo("13");
    }

    @Test
    void a_missing_member_costs_the_event_and_names_it() throws Exception {
        Reading reading =
                read("[" + Samples.event("x").replace("OperationId", "Operation") + "," + Samples.event("y") + "]");

        assertThat(reading.events()).hasSize(1);
        assertThat(reading.refused().keySet())
                .extracting(Refusal::toString)
                .containsExactly("[InvalidExtensionEventError] MissingKeyError: operationid not found");
    }

    @Test
    void a_message_that_is_missing_empty_or_null_costs_the_event() throws Exception {
        Reading reading =
                read("[" + Samples.event("  ") + "," + Samples.event("x").replace("\"x\"", "null") + ","
                        + Samples.event("x").replace("Message", "Massage") + "]");

        assertThat(reading.events()).isEmpty();
        assertThat(reading.refused())
                .isEqualTo(Map.of(Refusal.EMPTY, 2, Refusal.missing(ExtensionEvent.Member.MESSAGE), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1.5", "[\"a\"]", "{\"a\": 1}", "null"})
    void what_is_no_text_counts_as_missing(String value) throws Exception {
        Reading reading = read(Samples.event("x").replace("\"op-1\"", value));

        assertThat(reading.refused()).containsOnlyKeys(Refusal.missing(ExtensionEvent.Member.OPERATION_ID));
    }

    @Test
    void a_long_message_is_cut_at_3072_characters() throws Exception {
        ExtensionEvent event =
                read(Samples.event("\uD83D\uDE00".repeat(4000))).events().get(0);

        assertThat(event.message()).isEqualTo("\uD83D\uDE00".repeat(3072));
    }

    @Test
    @Conforms("OPS-74")
    void the_last_member_counts_for_the_limit_too() throws Exception {
        String version = "1".repeat(6144 - "2026-03-01T11:59:00.0000000ZEnableInformationalx1213op-1".length());

        assertThat(read(Samples.event("x").replace("1.2.3", version)).events()).hasSize(1);
        assertThat(read(Samples.event("x").replace("1.2.3", version + "1")).refused())
                .isEqualTo(Map.of(Refusal.OVERSIZE, 1));
    }

    @Test
    void only_as_many_events_are_read_as_are_wanted() throws Exception {
        String many = "[" + (Samples.event("x") + ",").repeat(400) + "]";

        assertThat(ExtensionEventFile.read(stream(many), 360).events()).hasSize(360);
    }

    @Test
    void secrets_are_taken_out_before_a_message_is_cut() throws Exception {
        String url = "https://a.blob.example/c?sv=1&sig=" + "s".repeat(5000);

        ExtensionEvent event =
                read(Samples.event("get " + url + " failed")).events().get(0);

        assertThat(event.message()).isEqualTo("get https://a.blob.example/c?<redacted> failed");
    }

    @Test
    void what_is_no_event_is_refused_and_the_others_are_read() throws Exception {
        Reading reading = read("[1, \"x\", null, [[]], " + Samples.event("y") + "]");

        assertThat(reading.events()).hasSize(1);
        assertThat(reading.refused().values()).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[", "[{]", "{} {}", "[] x", "nonsense", "{\"Message\": \"\u0001\"}"})
    void what_is_not_json_is_malformed(String text) {
        assertThatExceptionOfType(MalformedEvents.class).isThrownBy(() -> read(text));
    }

    @Test
    void a_byte_that_is_no_utf8_costs_a_character() throws Exception {
        byte[] bytes = Samples.event("x").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 5] = (byte) 0xFF;

        ExtensionEvent event = ExtensionEventFile.read(new ByteArrayInputStream(bytes), ALL)
                .events()
                .get(0);

        assertThat(event.operationId()).isEqualTo("o\uFFFD-1");
    }

    @Test
    @Conforms("OPS-74")
    void deep_nesting_is_malformed() {
        String deep = "{\"a\": " + "[".repeat(20) + "]".repeat(20) + "}";

        assertThatExceptionOfType(MalformedEvents.class).isThrownBy(() -> read(deep));
    }

    @Test
    void a_byte_order_mark_is_skipped() throws Exception {
        assertThat(read("\uFEFF" + Samples.event("x")).events()).hasSize(1);
    }

    @Test
    void the_error_does_not_quote_the_file() {
        assertThatExceptionOfType(MalformedEvents.class)
                .isThrownBy(() -> read("{\"Message\": hunter2}"))
                .withMessageNotContaining("hunter2");
    }

    private static Reading read(String text) throws IOException, MalformedEvents {
        return ExtensionEventFile.read(stream(text), ALL);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
