package io.goalstated.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.event.ExtensionEvent.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event files of real agents and extensions; they are not part of the repository, see the goal state's {@code Corpus}. */
class CorpusEventsTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("goalstated.corpus", "../shared/corpus")).resolve("telemetry");

    @BeforeEach
    void the_corpus_is_here() {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus at " + CORPUS.toAbsolutePath() + ": its checks are skipped");
    }

    @ParameterizedTest
    @CsvSource({
        "different_cases/1591918616.json, 2, 0",
        "empty_message/1592350454.json, 0, 2",
        "extra_parameters/1592273009.json, 2, 1",
        "large_messages/1591921510.json, 1, 0",
        "malformed_files/1592008079.json, 0, 1",
        "mix_files/1591835369.json, 0, 1",
        "mix_files/1591835848.json, 8, 1",
        "mix_files/1591835859.json, 1, 0",
        "special_chars/1591918939.json, 1, 0",
        "well_formed_files/1591905451.json, 8, 0",
        "well_formed_files/1592355539.json, 7, 0",
        "well_formed_files/9999999999.json, 8, 0"
    })
    void good_events_are_taken_and_bad_ones_refused(String file, int good, int bad) throws Exception {
        try (InputStream in = open("events/extension_events/" + file)) {
            ExtensionEventFile.Reading reading = ExtensionEventFile.read(in, 360);

            assertThat(reading.events()).hasSize(good);
            assertThat(reading.refused().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(bad);
        }
    }

    @Test
    void empty_messages_are_counted_as_such() throws Exception {
        try (InputStream in = open("events/extension_events/empty_message/1592350454.json")) {
            assertThat(ExtensionEventFile.read(in, 360).refused()).containsOnlyKeys(Refusal.EMPTY);
        }
    }

    @Test
    void a_huge_message_is_cut() throws Exception {
        try (InputStream in = open("events/extension_events/large_messages/1591921510.json")) {
            assertThat(ExtensionEventFile.read(in, 360).events())
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.message()).hasSize(3072).startsWith("[MESSAGE_START]"));
        }
    }

    @Test
    void a_broken_file_is_malformed() throws Exception {
        try (InputStream in = open("events/extension_events/malformed_files/bad_json_files/1591816395.json")) {
            assertThatExceptionOfType(MalformedEvents.class).isThrownBy(() -> ExtensionEventFile.read(in, 360));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events/1478123456789000.tld",
                "events/1478123456789001.tld",
                "events/1479766858966718.tld",
                "events/custom_script_1.tld",
                "events/custom_script_extra_parameters.tld",
                "events/custom_script_nonascii_characters.tld",
                "events/event_with_callstack.waagent.tld",
                "events/legacy_agent.tld",
                "events/legacy_agent_no_timestamp.tld",
                "records/dsc_event.json",
                "records/event.json",
                "records/event_from_agent.json",
                "records/event_from_extension.xml"
            })
    void legacy_events_are_understood(String file) throws Exception {
        TelemetryEvent event = legacy(file).complete(false, Samples.VM, Samples.NOON);

        assertThat(event.provider()).isEqualTo(TelemetryEvent.AGENT_PROVIDER);
        assertThat(event.parameters())
                .extracting(Parameter::name)
                .doesNotHaveDuplicates()
                .contains("Name", "VMId");
        assertThat(EventXml.encode(event)).matches(EventXml::isWhole);
    }

    @Test
    void what_an_extension_forges_is_replaced() throws Exception {
        TelemetryEvent event =
                legacy("events/custom_script_extra_parameters.tld").complete(false, Samples.VM, Samples.NOON);

        assertThat(event.text("ContainerId")).contains("c6d5526c-5ac2-4200-b6e2-56f2b70c5ab2");
        assertThat(event.text("TaskName")).contains("ExtHandler");
        assertThat(event.text("Message")).contains("A test telemetry message.");
    }

    @Test
    void a_signature_in_a_message_is_taken_out() throws Exception {
        TelemetryEvent event = legacy("events/event_with_sas_token.tld").complete(true, Samples.VM, Samples.NOON);

        assertThat(event.text("Message").orElseThrow()).contains("<redacted>").doesNotContain("8YHwmibhasT0r9MZgL09");
    }

    @Test
    void a_broken_legacy_file_is_malformed() {
        assertThatExceptionOfType(MalformedEvents.class)
                .isThrownBy(() -> legacy("events/custom_script_invalid_json.tld"));
    }

    private static LegacyEvent legacy(String file) throws IOException, MalformedEvents {
        try (InputStream in = open(file)) {
            return LegacyEventFile.read(in.readAllBytes());
        }
    }

    private static InputStream open(String file) throws IOException {
        return Files.newInputStream(CORPUS.resolve(file));
    }
}
