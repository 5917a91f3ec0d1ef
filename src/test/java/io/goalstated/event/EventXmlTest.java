package io.goalstated.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventXmlTest {
    private static final VersionNumber VERSION = new VersionNumber("1.2.3");

    @Test
    void an_operation_of_an_extension_is_written_byte_for_byte() {
        TelemetryEvent event = AgentEvent.failed(Operation.ENABLE, "Non-zero exit code: 1, \"x\"\nno <space> & more")
                .about(new HandlerName("Contoso.Samples.Hello"), VERSION)
                .lasting(Duration.ofMillis(1500))
                .complete(Samples.VM, Samples.NOON);

        assertThat(EventXml.encode(event))
                .isEqualTo("<Event id=\"1\"><![CDATA[<Param Name=\"Name\" Value=\"Contoso.Samples.Hello\""
                        + " T=\"mt:wstr\" /><Param Name=\"Version\" Value=\"1.2.3\" T=\"mt:wstr\" /><Param"
                        + " Name=\"Operation\" Value=\"Enable\" T=\"mt:wstr\" /><Param"
                        + " Name=\"OperationSuccess\" Value=\"False\" T=\"mt:bool\" /><Param Name=\"Message\""
                        + " Value='Non-zero exit code: 1, \"x\"&#10;no &lt;space&gt; &amp; more' T=\"mt:wstr\""
                        + " /><Param Name=\"Duration\" Value=\"1500\" T=\"mt:uint64\" />"
                        + Samples.COMMON_OF_OPERATIONS
                        + "]]></Event>");
    }

    @Test
    void a_metric_has_a_real_value_and_no_extension_type() {
        String common = Samples.COMMON_OF_OPERATIONS
                .replace("<Param Name=\"ExtensionType\" Value=\"\" T=\"mt:wstr\" />", "")
                .replace("<Param Name=\"IsInternal\" Value=\"False\" T=\"mt:bool\" />", "");

        TelemetryEvent event = new Metric("CPU", "% Processor Time", "agent", 3).complete(Samples.VM, Samples.NOON);

        assertThat(EventXml.encode(event))
                .isEqualTo("<Event id=\"4\"><![CDATA["
                        + "<Param Name=\"Category\" Value=\"CPU\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Counter\" Value=\"% Processor Time\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Instance\" Value=\"agent\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Value\" Value=\"3.0\" T=\"mt:float64\" />"
                        + common
                        + "]]></Event>");
    }

    @Test
    void the_agents_own_events_carry_its_name_and_reported_version() {
        TelemetryEvent event = AgentEvent.done(Operation.HEART_BEAT, "x").complete(Samples.VM, Samples.NOON);

        assertThat(event.text("Name")).contains("WALinuxAgent");
        assertThat(event.text("Version")).contains("3.0.1.0");
    }

    @Test
    void what_is_not_known_yet_is_marked() {
        TelemetryEvent event =
                AgentEvent.done(Operation.OS_INFO, "").complete(CommonParameters.of("3.0.1.0"), Samples.NOON);

        assertThat(event.text("ContainerId")).contains("00000000-0000-0000-0000-000000000000");
        assertThat(event.text("TenantName")).contains("TenantName_UNINITIALIZED");
        assertThat(event.text("VMId")).contains("VMId_UNINITIALIZED");
        assertThat(event.text("ImageOrigin")).contains("0");
    }

    @Test
    void a_request_holds_events_of_one_provider() {
        assertThat(EventXml.envelope(
                        TelemetryEvent.LOG_PROVIDER, List.of("<Event id=\"7\">a</Event>", "<Event id=\"7\">b</Event>")))
                .isEqualTo("<?xml version=\"1.0\"?><TelemetryData version=\"1.0\">"
                        + "<Provider id=\"FFF0196F-EE4C-4EAF-9AA5-776F622DEB4F\">"
                        + "<Event id=\"7\">a</Event><Event id=\"7\">b</Event></Provider></TelemetryData>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|\"plain\"",
                "it's|\"it's\"",
                "say \"x\"|'say \"x\"'",
                "it's \"x\"|\"it's &quot;x&quot;\"",
                "<a> & b|\"&lt;a&gt; &amp; b\"",
                "end ]]> it|\"end ]]&gt; it\""
            })
    void values_are_quoted_as_the_platform_expects(String text, String quoted) {
        assertThat(encoded(text)).contains("Value=" + quoted + " T=");
    }

    @Test
    @Conforms("OPS-72")
    void nothing_in_a_value_can_end_its_section_or_spoil_the_document() {
        String text = encoded("a]]>b\u0000c\u0007d\uD800e\uFFFFf\tg\rh");

        assertThat(text).contains("\"a]]&gt;b?c?d?e?f&#9;g&#13;h\"").doesNotContain("]]>b");
    }

    @Test
    void whole_characters_beyond_the_basic_plane_stay() {
        assertThat(encoded("\uD83D\uDE00")).contains("\"\uD83D\uDE00\"");
    }

    @Test
    void an_encoded_event_is_one_line_that_says_the_same_when_read() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(random.nextInt(3) == 0 ? (char) random.nextInt(128) : (char) random.nextInt(0x10000));
            }
            TelemetryEvent event =
                    AgentEvent.done(Operation.LOG, text.toString()).complete(Samples.VM, Samples.NOON);

            String line = EventXml.encode(event);

            assertThat(line).doesNotContain("\n").doesNotContain("\r").matches(EventXml::isWhole);
            String bytes = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertThat(EventXml.encode(EventXml.decode(event.provider(), bytes)))
                    .isEqualTo(line);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1,0.1", "100,100.0", "1e10,10000000000.0", "12.345,12.345", "-2.5,-2.5", "NaN,0.0", "Infinity,0.0"})
    void real_numbers_are_written_plainly(double number, String text) {
        assertThat(Parameter.of("Value", number).text()).isEqualTo(text);
    }

    @Test
    void secrets_never_get_into_an_event() {
        String text = encoded("GET https://a.blob.example/x?sv=2020&sig=c2VjcmV0 and password=hunter2");

        assertThat(text).doesNotContain("c2VjcmV0").doesNotContain("hunter2").contains("&lt;redacted&gt;");
    }

    @Test
    void a_long_message_is_cut_between_characters() {
        String message = "x".repeat(AgentEvent.LONGEST_MESSAGE - 1) + "\uD83D\uDE00";

        assertThat(AgentEvent.done(Operation.LOG, message).message())
                .isEqualTo("x".repeat(AgentEvent.LONGEST_MESSAGE - 1));
    }

    @Test
    void operations_are_known_by_the_platforms_spelling() {
        assertThat(Operation.named("UnInstall")).isEqualTo(Operation.UNINSTALL);
        assertThat(Operation.named("NoSuchThing")).isEqualTo(Operation.UNKNOWN);
    }

    private static String encoded(String message) {
        return EventXml.encode(new AgentEvent(Optional.empty(), Operation.LOG, true, message, Duration.ZERO)
                .complete(Samples.VM, Samples.NOON));
    }
}
