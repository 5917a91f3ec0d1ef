package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.goalstated.Conforms;
import io.goalstated.goalstate.ExtensionSettings.Dependency;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.goalstate.ExtensionsGoalState.Channel;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.goalstate.InvalidSettings.Category;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents are written with single quotes here and turned into JSON. */
class VmSettingsTest {
    private static VmSettings parse(String members) throws MalformedGoalState {
        return VmSettings.parse("42", "{" + members.replace('\'', '"') + "}");
    }

    private static ExtensionsGoalState goalState(String members) throws MalformedGoalState {
        return parse(members).goalState();
    }

    /** Handler {@code A.B} 1.0, enabled, with those further members. */
    private static HandlerGoal handler(String members) throws MalformedGoalState {
        return goalState(
                        "'extensionGoalStates': [{'name': 'A.B', 'version': '1.0', 'state': 'enabled'" + members + "}]")
                .handlers()
                .get(0);
    }

    @Test
    void everything_but_the_object_itself_may_be_absent() throws MalformedGoalState {
        VmSettings settings = parse("");
        ExtensionsGoalState goalState = settings.goalState();

        assertThat(goalState.id()).isEqualTo("etag_42");
        assertThat(goalState.channel()).isEqualTo(Channel.HOST_PLUGIN);
        assertThat(goalState.source()).isEqualTo(Source.UNKNOWN);
        assertThat(goalState.createdOn()).isEqualTo(Ticks.MINIMUM);
        assertThat(goalState.activityId()).isEqualTo(ExtensionsGoalState.ZERO_GUID);
        assertThat(goalState.svdSequenceNumber().textValue()).isEqualTo(ExtensionsGoalState.ZERO_GUID);
        assertThat(goalState.handlers()).isEmpty();
        assertThat(goalState.onHold()).isFalse();
        assertThat(settings.hostPluginVersion().text()).isEqualTo("0.0.0.0");
        assertThat(settings.supportsFastTrack()).isFalse();
    }

    @Test
    void the_heading_is_read_whatever_the_case_of_its_keys() throws MalformedGoalState {
        VmSettings settings = parse("'HOSTGAPLUGINVERSION': '1.0.8.175', 'VmSettingsSchemaversion': '0.1',"
                + " 'ACTIVITYID': 'act', 'inSVDSeqNo': 12, 'extensionslastmodifiedtickcount': 638712345678901237,"
                + " 'ExtensionGoalStatesSource': 'FastTrack', 'OnHold': true, 'correlationid': ''");

        assertThat(settings.hostPluginVersion().text()).isEqualTo("1.0.8.175");
        assertThat(settings.schemaVersion().text()).isEqualTo("0.1");
        assertThat(settings.goalState().activityId()).isEqualTo("act");
        assertThat(settings.goalState().correlationId()).isEqualTo(ExtensionsGoalState.ZERO_GUID);
        assertThat(settings.goalState().svdSequenceNumber()).hasToString("12");
        assertThat(settings.goalState().createdOn()).isEqualTo(new Ticks(638712345678901237L));
        assertThat(settings.goalState().source()).isEqualTo(Source.FAST_TRACK);
        assertThat(settings.goalState().onHold()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.8.132, false, false",
        "1.0.8.133, true, false",
        "1.0.8.158, true, false",
        "1.0.8.159, true, true",
        "1.0.10, true, true"
    })
    void the_hosts_version_decides_what_its_document_is_good_for(String version, boolean supported, boolean signatures)
            throws MalformedGoalState {
        VmSettings settings = parse("'hostGAPluginVersion': '" + version + "'");

        assertThat(settings.supportsFastTrack()).isEqualTo(supported);
        assertThat(settings.goalState().signaturesMeaningful()).isEqualTo(signatures);
    }

    @ParameterizedTest
    @CsvSource({"FastTrack, FAST_TRACK", "Fabric, FABRIC", "fasttrack, UNKNOWN", "'', UNKNOWN", "Other, UNKNOWN"})
    void the_source_is_compared_exactly(String text, Source source) throws MalformedGoalState {
        assertThat(goalState("'extensionGoalStatesSource': '" + text + "'").source())
                .isEqualTo(source);
    }

    @Test
    @Conforms("01#13.36")
    void the_status_blob_is_optional_and_its_type_too() throws MalformedGoalState {
        ExtensionsGoalState page = goalState("'statusUploadBlob': {'statusBlobType': 'PageBlob', 'value': 'u'}");
        ExtensionsGoalState strange = goalState("'statusUploadBlob': {'statusBlobType': 5, 'value': 'u'}");
        ExtensionsGoalState none = goalState("'statusUploadBlob': null");

        assertThat(page.statusBlobUri()).contains("u");
        assertThat(page.statusBlobType()).isEqualTo(BlobType.PAGE);
        assertThat(strange.statusBlobType()).isEqualTo(BlobType.BLOCK);
        assertThat(none.statusBlobUri()).isEmpty();
        assertThat(none.statusBlobType()).isEqualTo(BlobType.BLOCK);
    }

    @Test
    void agent_families_and_features_are_lists() throws MalformedGoalState {
        ExtensionsGoalState goalState = goalState("'requiredFeatures': [{'name': 'F', 'value': 1}],"
                + " 'gaFamilies': [{'name': 'Prod', 'isVersionFromRSM': false, 'uris': ['u']}]");

        assertThat(goalState.requiredFeatures()).containsExactly("F");
        assertThat(goalState.agentFamilies())
                .containsExactly(new AgentFamily(
                        "Prod",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(false),
                        Optional.empty(),
                        List.of("u")));
    }

    @Test
    void manifest_uris_come_in_order_and_signatures_are_carried_along() throws MalformedGoalState {
        HandlerGoal handler = handler(
                ", 'failoverlocation': 'b', 'location': 'a', 'AdditionalLocations': ['c'], 'encodedSignature': 'MIIn'");

        assertThat(handler.manifestUris()).containsExactly("a", "b", "c");
        assertThat(handler.encodedSignature()).contains("MIIn");
        assertThat(handler.settings()).isEmpty();
    }

    @Test
    void single_settings_take_name_number_and_state_from_their_handler() throws MalformedGoalState {
        ExtensionsGoalState goalState = goalState("'extensionGoalStates': [{'name': 'A.B', 'version': '1.0',"
                + " 'state': 'uninstall', 'settingsSeqNo': 7, 'settings': [{'protectedSettings': 'MIIB',"
                + " 'protectedSettingsCertThumbprint': '8F', 'publicSettings': '{}'}],"
                + " 'dependsOn': [{'DependsOnExtension': [{'handler': 'C.D'}], 'dependencyLevel': 1}]}]");
        ExtensionSettings settings = goalState.handlers().get(0).settings().get(0);

        assertThat(settings.name()).isEqualTo("A.B");
        assertThat(settings.sequenceNumber().value()).isEqualTo(7);
        assertThat(settings.state()).isEqualTo("uninstall");
        assertThat(settings.protectedSettings()).contains("MIIB");
        assertThat(settings.thumbprint()).contains("8F");
        assertThat(settings.dependencyLevel()).isEqualTo(1);
        assertThat(settings.dependsOn()).containsExactly(new Dependency("C.D", Optional.empty()));
    }

    @Test
    void public_settings_keep_the_case_of_their_keys_and_the_form_of_their_numbers() throws MalformedGoalState {
        String text = "{\"name\":1,\"Name\":2.0,\"big\":123456789012345678901234567890,\"e\":1e5}";
        HandlerGoal handler = VmSettings.parse(
                        "1",
                        "{\"extensionGoalStates\":[{\"name\":\"A.B\",\"version\":\"1\",\"state\":\"enabled\","
                                + "\"settingsSeqNo\":0,\"settings\":[{\"publicSettings\":\""
                                + text.replace("\"", "\\\"") + "\"}]}]}")
                .goalState()
                .handlers()
                .get(0);

        assertThat(handler.settings().get(0).publicSettings().orElseThrow().toString())
                .startsWith("{\"name\":1,\"Name\":2.0,\"big\":123456789012345678901234567890,");
    }

    @Test
    void several_settings_have_names_states_numbers_and_levels_of_their_own() throws MalformedGoalState {
        HandlerGoal handler = handler(", 'isMultiConfig': true, 'settingsSeqNo': 9, 'settings': ["
                + "{'extensionName': 'nightly', 'seqNo': 0, 'extensionState': 'enabled'},"
                + "{'extensionName': 'weekly', 'seqNo': 3, 'extensionState': 'Disabled'}],"
                + " 'dependsOn': [{'name': 'weekly', 'dependencyLevel': 2,"
                + " 'dependsOnExtension': [{'handler': 'A.B', 'extension': 'nightly'}]}]");

        assertThat(handler.multiConfig()).isTrue();
        assertThat(handler.settings())
                .extracting(
                        ExtensionSettings::name,
                        ExtensionSettings::state,
                        it -> it.sequenceNumber().value(),
                        ExtensionSettings::dependencyLevel)
                .containsExactly(tuple("nightly", "enabled", 0, 0), tuple("weekly", "disabled", 3, 2));
        assertThat(handler.settings().get(1).dependsOn())
                .containsExactly(new Dependency("A.B", Optional.of("nightly")));
    }

    @Test
    void a_name_that_is_no_file_name_concerns_its_handler_only() throws MalformedGoalState {
        HandlerGoal handler = handler(", 'isMultiConfig': true, 'settings': ["
                + "{'extensionName': '../x', 'seqNo': 0, 'extensionState': 'enabled'}]");
        ExtensionsGoalState goalState =
                goalState("'extensionGoalStates': [{'name': 'A/B', 'version': '1.0', 'state': 'enabled'}]");

        assertThat(handler.invalid().orElseThrow().category()).isEqualTo(Category.EXTENSION_NAME_UNUSABLE);
        assertThat(handler.settings()).isEmpty();
        assertThat(goalState.rejected()).hasSize(1);
    }

    @Conforms("01#13.22")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ", 'settings': {}|extensionGoalStates[0].settings is not an array",
                ", 'settings': [1]|extensionGoalStates[0].settings[0] is not an object",
                ", 'settings': [{}]|no extensionGoalStates[0].settingsSeqNo",
                ", 'settingsSeqNo': 'x', 'settings': [{}]|extensionGoalStates[0].settingsSeqNo is not a sequence number",
                ", 'settingsSeqNo': 1.5, 'settings': [{}]|extensionGoalStates[0].settingsSeqNo is not a sequence number",
                ", 'settingsSeqNo': 1, 'settings': [{}, {}]"
                        + "|extensionGoalStates[0].settings has several entries for a single-config handler",
                ", 'settingsSeqNo': 1, 'settings': [{'protectedSettings': 'MIIB'}]"
                        + "|extensionGoalStates[0].settings[0] has protectedSettings without a thumbprint",
                ", 'settingsSeqNo': 1, 'settings': [{'publicSettings': {}}]"
                        + "|extensionGoalStates[0].settings[0].publicSettings is not a string",
                ", 'settingsSeqNo': 1, 'settings': [{'publicSettings': '{hunter2'}]"
                        + "|extensionGoalStates[0].settings[0].publicSettings: ",
                ", 'dependsOn': [{'dependencyLevel': 1}, {'dependencyLevel': 2}]"
                        + "|extensionGoalStates[0].dependsOn has several entries for a single-config handler",
                ", 'dependsOn': [{}]|no extensionGoalStates[0].dependsOn[0].dependencyLevel",
                ", 'dependsOn': [{'dependencyLevel': 'x'}]"
                        + "|extensionGoalStates[0].dependsOn[0].dependencyLevel is not a whole number",
                ", 'dependsOn': 1|extensionGoalStates[0].dependsOn is not an array",
                ", 'additionalLocations': 'c'|extensionGoalStates[0].additionalLocations is not an array",
                ", 'location': 1|extensionGoalStates[0].location is not a string",
                ", 'isMultiConfig': 'maybe'|extensionGoalStates[0].isMultiConfig is not a boolean",
                ", 'isMultiConfig': true, 'settings': [{}]|no extensionGoalStates[0].settings[0].extensionName",
                ", 'isMultiConfig': true, 'settings': [{'extensionName': 'a', 'seqNo': 1}]"
                        + "|no extensionGoalStates[0].settings[0].extensionState",
                ", 'isMultiConfig': true, 'settings': [{'extensionName': 'a', 'extensionState': 'enabled'}]"
                        + "|no extensionGoalStates[0].settings[0].seqNo",
                ", 'isMultiConfig': true, 'dependsOn': [{'name': 'a', 'dependencyLevel': 1}]"
                        + "|extensionGoalStates[0].dependsOn[0].name is not the name of an extension",
            })
    void one_bad_extension_spoils_the_document(String members, String message) {
        assertThatThrownBy(() -> handler(members))
                .isInstanceOf(MalformedGoalState.class)
                .hasMessageStartingWith("vmSettings: " + message)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'hostGAPluginVersion': 'x'|hostGAPluginVersion is not a version",
                "'requiredFeatures': {}|requiredFeatures is not an array",
                "'requiredFeatures': [{}]|no requiredFeatures[0].name",
                "'gaFamilies': {}|gaFamilies is not an array",
                "'gaFamilies': [{}]|no gaFamilies[0].name",
                "'statusUploadBlob': {}|no statusUploadBlob.value",
                "'statusUploadBlob': 'u'|statusUploadBlob is not an object",
                "'extensionGoalStates': 'hunter2'|extensionGoalStates is not an array",
                "'extensionGoalStates': [{}]|no extensionGoalStates[0].name",
                "'extensionGoalStates': [{'name': 'A.B'}]|no extensionGoalStates[0].version",
                "'extensionGoalStates': [{'name': 'A.B', 'version': '1'}]|no extensionGoalStates[0].state",
                "'extensionGoalStates': [{'name': 'A.B', 'version': '1', 'state': 'Enabled'}]"
                        + "|extensionGoalStates[0].state is unknown",
            })
    void a_bad_outline_spoils_the_document(String members, String message) {
        assertThatThrownBy(() -> parse(members))
                .isInstanceOf(MalformedGoalState.class)
                .hasMessage("vmSettings: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "hunter2", "{\"a\": hunter2}", "{} {}"})
    void what_is_no_object_is_an_error(String text) {
        assertThatThrownBy(() -> VmSettings.parse("1", text))
                .isInstanceOf(MalformedGoalState.class)
                .hasMessageNotContaining("hunter2");
    }

    @Conforms("01#13.55")
    @Test
    void unknown_keys_are_ignored() throws MalformedGoalState {
        assertThat(handler(", 'new': [{'deep': 1}]").name().value()).isEqualTo("A.B");
    }
}
