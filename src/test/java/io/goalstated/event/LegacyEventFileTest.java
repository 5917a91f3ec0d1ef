package io.goalstated.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyEventFileTest {
    private static final String EXTENSIONS = event("{\"name\": \"Name\", \"value\": \"Contoso.Old\"},"
            + "{\"name\": \"Version\", \"value\": \"2.0.4\"}, {\"name\": \"Operation\", \"value\": \"Install\"},"
            + "{\"name\": \"OperationSuccess\", \"value\": true}, {\"name\": \"Message\", \"value\": \"done\"},"
            + "{\"name\": \"Duration\", \"value\": 150}, {\"name\": \"ContainerId\", \"value\": \"forged\"},"
            + "{\"name\": \"IsInternal\", \"value\": true}");

    @Test
    void an_extension_speaks_for_itself_only() throws Exception {
        TelemetryEvent sent = read(EXTENSIONS).complete(false, Samples.VM, Samples.NOON);

        assertThat(EventXml.encode(sent))
                .isEqualTo("<Event id=\"1\"><![CDATA["
                        + "<Param Name=\"Name\" Value=\"Contoso.Old\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Version\" Value=\"2.0.4\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Operation\" Value=\"Install\" T=\"mt:wstr\" />"
                        + "<Param Name=\"OperationSuccess\" Value=\"True\" T=\"mt:bool\" />"
                        + "<Param Name=\"Message\" Value=\"done\" T=\"mt:wstr\" />"
                        + "<Param Name=\"Duration\" Value=\"150\" T=\"mt:uint64\" />"
                        + Samples.COMMON_OF_OPERATIONS.replace(
                                "\"ExtensionType\" Value=\"\"", "\"ExtensionType\" Value=\"json\"")
                        + "]]></Event>");
    }

    @Test
    void an_agents_event_without_everything_is_completed() throws Exception {
        TelemetryEvent sent = read(event("{\"name\": \"Name\", \"value\": \"WALinuxAgent\"},"
                        + "{\"name\": \"GAVersion\", \"value\": \"WALinuxAgent-1.1.1\"}"))
                .complete(false, Samples.VM, Samples.NOON);

        assertThat(sent.text("GAVersion")).contains("WALinuxAgent-1.1.1");
        assertThat(sent.text("OpcodeName")).contains("2026-03-01T12:00:00.123456Z");
        assertThat(sent.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
    }

    @Test
    void what_an_agent_wrote_completely_goes_as_it_is() throws Exception {
        TelemetryEvent sent = read(event("{\"name\": \"Name\", \"value\": \"WALinuxAgent\"},"
                        + "{\"name\": \"OpcodeName\", \"value\": \"2020-03-19T15:30:15.326391Z\"}"))
                .complete(true, Samples.VM, Samples.NOON);

        assertThat(sent.parameters())
                .containsExactly(
                        Parameter.of("Name", "WALinuxAgent"),
                        Parameter.of("OpcodeName", "2020-03-19T15:30:15.326391Z"));
    }

    @Test
    void the_number_may_be_text() throws Exception {
        assertThat(read(EXTENSIONS.replace("\"eventId\": 1", "\"eventId\": \"1\""))
                        .id())
                .isEqualTo(1);
    }

    @Test
    void types_are_kept() throws Exception {
        LegacyEvent event = read(event("{\"name\": \"A\", \"value\": 1.5}, {\"name\": \"B\", \"value\": false},"
                + "{\"name\": \"C\", \"value\": 18446744073709551615}, {\"name\": \"D\", \"value\": null}"));

        assertThat(event.parameters())
                .containsExactly(
                        Parameter.of("A", 1.5),
                        Parameter.of("B", false),
                        new Parameter("C", Parameter.Type.WHOLE, "18446744073709551615"),
                        Parameter.of("D", ""));
    }

    @Test
    void the_oldest_extensions_write_xml() throws Exception {
        LegacyEvent event = read("""
            <Data><Provider id="69B669B9-4AF8-4C50-BDC4-6006FA76E975"/><Event id="1"/>
            <Param Name="Name" Value="Contoso.Old" T="mt:wstr"/>
            <Param Name="OperationSuccess" Value="False" T="mt:bool"/>
            <Param Name="Duration" Value="12" T="mt:uint64"/>
            <Param Name="Real" Value="0.5" T="mt:float64"/>
            <Param Name="Odd" Value="many" T="mt:uint64"/></Data>\
            """);

        assertThat(event.form()).isEqualTo("xml");
        assertThat(event.parameters())
                .containsExactly(
                        Parameter.of("Name", "Contoso.Old"),
                        Parameter.of("OperationSuccess", false),
                        Parameter.of("Duration", 12),
                        Parameter.of("Real", 0.5),
                        Parameter.of("Odd", "many"));
    }

    @Test
    void a_name_that_could_not_be_sent_costs_the_parameter() throws Exception {
        LegacyEvent event =
                read(event("{\"name\": \"x\\\" T=\\\"\", \"value\": \"v\"}, {\"name\": \"Name\", \"value\": \"a\"}"));

        assertThat(event.parameters()).isEqualTo(List.of(Parameter.of("Name", "a")));
    }

    @Test
    void secrets_are_taken_out_of_every_value() throws Exception {
        LegacyEvent event = read(event("{\"name\": \"Name\", \"value\": \"https://a.example/x?sv=1&sig=c2VjcmV0\"}"));

        assertThat(event.parameters())
                .containsExactly(new Parameter("Name", Parameter.Type.TEXT, "https://a.example/x?<redacted>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"eventId\": 1}",
                "{\"eventId\": -1, \"providerId\": \"A\", \"parameters\": [{\"name\": \"a\", \"value\": 1}]}",
                "{\"eventId\": 1, \"providerId\": \"\\\"><x\", \"parameters\": [{\"name\": \"a\", \"value\": 1}]}",
                "{\"eventId\": 1, \"providerId\": \"A\", \"parameters\": []}",
                "{\"eventId\": 1, \"providerId\": \"A\", \"parameters\": 5} x",
                "<Data>",
                "<!DOCTYPE Data [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Data>&x;</Data>"
            })
    void anything_else_is_malformed(String text) {
        assertThatExceptionOfType(MalformedEvents.class).isThrownBy(() -> read(text));
    }

    private static LegacyEvent read(String text) throws MalformedEvents {
        return LegacyEventFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String parameters) {
        return "{\"eventId\": 1, \"providerId\": \"69B669B9-4AF8-4C50-BDC4-6006FA76E975\", \"parameters\": ["
                + parameters + "]}";
    }
}
