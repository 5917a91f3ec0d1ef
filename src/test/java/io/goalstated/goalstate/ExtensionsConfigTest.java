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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsConfigTest {
    private static final Incarnation SEVEN = new Incarnation("7");
    private static final String RUNTIME = "<RuntimeSettings seqNo=\"3\">"
            + "{\"runtimeSettings\":[{\"handlerSettings\":{\"publicSettings\":{\"a\":1.0}}}]}</RuntimeSettings>";

    private static ExtensionsGoalState parse(String inner) throws MalformedGoalState {
        return ExtensionsConfig.parse(SEVEN, "<Extensions>" + inner + "</Extensions>");
    }

    /** Handler {@code A.B} 1.0, enabled, with that content of its settings entry. */
    private static HandlerGoal handler(String settings) throws MalformedGoalState {
        return parse(plugin("") + "<PluginSettings><Plugin name='A.B' version='1.0'>" + settings
                        + "</Plugin></PluginSettings>")
                .handlers()
                .get(0);
    }

    private static String plugin(String attributes) {
        return "<Plugins><Plugin name='A.B' version='1.0' state='enabled' " + attributes + "/></Plugins>";
    }

    private static ExtensionSettings settings(String runtimeSettings) throws MalformedGoalState {
        return handler(runtimeSettings).settings().get(0);
    }

    private static Optional<Category> fault(HandlerGoal handler) {
        return handler.invalid().map(InvalidSettings::category);
    }

    @Test
    void a_goal_state_is_named_by_its_incarnation() throws MalformedGoalState {
        ExtensionsGoalState goalState = parse("");

        assertThat(goalState.id()).isEqualTo("incarnation_7");
        assertThat(goalState.source()).isEqualTo(Source.FABRIC);
        assertThat(goalState.channel()).isEqualTo(Channel.WIRE_SERVER);
        assertThat(goalState.svdSequenceNumber().isTextual()).isTrue();
        assertThat(goalState.svdSequenceNumber().textValue()).isEqualTo("7");
    }

    @Test
    void without_an_extensions_config_nothing_is_wanted() {
        ExtensionsGoalState goalState = ExtensionsConfig.none(SEVEN);

        assertThat(goalState.id()).isEqualTo("incarnation_7");
        assertThat(goalState.source()).isEqualTo(Source.EMPTY);
        assertThat(goalState.channel()).isEqualTo(Channel.EMPTY);
        assertThat(goalState.createdOn()).isEqualTo(Ticks.MINIMUM);
        assertThat(goalState.handlers()).isEmpty();
        assertThat(goalState.statusBlobUri()).isEmpty();
    }

    @Conforms("01#13.15")
    @Test
    void without_metadata_there_are_zero_guids_and_the_oldest_time() throws MalformedGoalState {
        for (String metadata :
                new String[] {"", "<InVMGoalStateMetaData/>", "<InVMGoalStateMetaData createdOnTicks='x'/>"}) {
            ExtensionsGoalState goalState = parse(metadata);

            assertThat(goalState.createdOn()).isEqualTo(Ticks.MINIMUM);
            assertThat(goalState.activityId()).isEqualTo(ExtensionsGoalState.ZERO_GUID);
            assertThat(goalState.correlationId()).isEqualTo(ExtensionsGoalState.ZERO_GUID);
        }
    }

    @Test
    void metadata_is_carried_over_with_exact_ticks() throws MalformedGoalState {
        ExtensionsGoalState goalState = parse("<InVMGoalStateMetaData inSvdSeqNo='12' activityId='act'"
                + " correlationId='cor' createdOnTicks='638712345678901237'/>");

        assertThat(goalState.createdOn()).isEqualTo(new Ticks(638712345678901237L));
        assertThat(goalState.activityId()).isEqualTo("act");
        assertThat(goalState.correlationId()).isEqualTo("cor");
    }

    @Conforms("01#13.11")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<StatusUploadBlob statusBlobType='PageBlob'>u</StatusUploadBlob>|u|PAGE",
                "<StatusUploadBlob statusBlobType='AppendBlob'>&#10; u &#10;</StatusUploadBlob>|u|BLOCK",
                "<StatusUploadBlob>u</StatusUploadBlob>|u|BLOCK",
                "<StatusUploadBlob statusBlobType='PageBlob'> </StatusUploadBlob>||PAGE",
                "<Nothing/>||BLOCK",
            })
    void the_status_blob_is_a_block_blob_unless_the_document_says_page(String blob, String uri, BlobType type)
            throws MalformedGoalState {
        ExtensionsGoalState goalState = parse(blob);

        assertThat(goalState.statusBlobUri()).isEqualTo(Optional.ofNullable(uri));
        assertThat(goalState.statusBlobType()).isEqualTo(type);
    }

    @Test
    void agent_families_distinguish_no_from_unknown() throws MalformedGoalState {
        ExtensionsGoalState goalState =
                parse("<GuestAgentExtension><GAFamilies><GAFamily><Name>Prod</Name><Version>1.2</Version>"
                        + "<IsVersionFromRSM>True</IsVersionFromRSM><Uris><Uri> u </Uri><Uri/></Uris></GAFamily>"
                        + "<GAFamily><Name>Test</Name><IsVersionFromRSM>no</IsVersionFromRSM></GAFamily></GAFamilies>"
                        + "</GuestAgentExtension>");

        assertThat(goalState.agentFamilies())
                .extracting(AgentFamily::name, AgentFamily::versionFromRsm, AgentFamily::enabledForRsmUpgrades)
                .containsExactly(
                        tuple("Prod", Optional.of(true), Optional.empty()),
                        tuple("Test", Optional.of(false), Optional.empty()));
        assertThat(goalState.agentFamilies().get(0).uris()).containsExactly("u");
    }

    @Test
    void required_features_are_read_and_only_unknown_ones_count() throws MalformedGoalState {
        ExtensionsGoalState goalState = parse("<RequiredFeatures>"
                + "<RequiredFeature><Name>MultipleExtensionsPerHandler</Name></RequiredFeature>"
                + "<RequiredFeature><Name>VersioningGovernance</Name></RequiredFeature>"
                + "<RequiredFeature><Name>FastTrack</Name><Value>1</Value></RequiredFeature></RequiredFeatures>");

        assertThat(RequiredFeatures.unsupported(goalState)).containsExactly("FastTrack");
    }

    @Test
    void manifest_uris_come_in_the_documents_order() throws MalformedGoalState {
        HandlerGoal handler = parse("<Plugins><Plugin name='A.B' version='1.0' state='enabled' failoverlocation=' b '"
                        + " location='a'><additionalLocations><additionalLocation>c</additionalLocation>"
                        + "<additionalLocation>\nd\n</additionalLocation></additionalLocations></Plugin></Plugins>")
                .handlers()
                .get(0);

        assertThat(handler.manifestUris()).containsExactly("a", "b", "c", "d");
        assertThat(handler.encodedSignature()).isEmpty();
    }

    @Test
    @Conforms("01#13.23")
    void a_handler_without_settings_is_legal() throws MalformedGoalState {
        HandlerGoal handler =
                parse(plugin("encodedSignature='MIIB'")).handlers().get(0);

        assertThat(handler.settings()).isEmpty();
        assertThat(handler.invalid()).isEmpty();
        assertThat(handler.encodedSignature()).contains("MIIB");
    }

    @Test
    void single_settings_bear_the_handlers_name_and_are_enabled() throws MalformedGoalState {
        ExtensionSettings settings = settings(RUNTIME);

        assertThat(settings.name()).isEqualTo("A.B");
        assertThat(settings.state()).isEqualTo("enabled");
        assertThat(settings.sequenceNumber().value()).isEqualTo(3);
        assertThat(settings.publicSettings()).hasToString("Optional[{\"a\":1.0}]");
        assertThat(settings.protectedSettings()).isEmpty();
    }

    @Conforms({"01#13.19", "02#76"})
    @Test
    void settings_are_joined_without_regard_to_the_names_case() throws MalformedGoalState {
        ExtensionsGoalState goalState = parse(plugin("") + "<PluginSettings><Plugin name='a.b' version='1.0'>" + RUNTIME
                + "</Plugin></PluginSettings>");

        assertThat(goalState.handlers().get(0).settings()).hasSize(1);
    }

    @Test
    @Conforms({"02#75", "01#13.18"})
    void settings_for_another_version_make_only_their_handler_invalid() throws MalformedGoalState {
        ExtensionsGoalState goalState = parse("<Plugins><Plugin name='A.B' version='1.1' state='enabled'/>"
                + "<Plugin name='C.D' version='1.0' state='enabled'/></Plugins>"
                + "<PluginSettings><Plugin name='A.B' version='1.0'>" + RUNTIME + "</Plugin></PluginSettings>");

        assertThat(fault(goalState.handlers().get(0))).contains(Category.PLUGIN_SETTINGS_VERSION_MISMATCH);
        assertThat(goalState.handlers().get(1).invalid()).isEmpty();
    }

    @Test
    void two_settings_entries_for_one_handler_are_invalid() throws MalformedGoalState {
        String entry = "<Plugin name='A.B' version='1.0'>" + RUNTIME + "</Plugin>";

        assertThat(fault(parse(plugin("") + "<PluginSettings>" + entry + entry + "</PluginSettings>")
                        .handlers()
                        .get(0)))
                .contains(Category.MULTIPLE_PLUGIN_SETTINGS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<RuntimeSettings seqNo='1'/><ExtensionRuntimeSettings/>|RUNTIME_AND_EXTENSION_RUNTIME_SETTINGS",
                "<RuntimeSettings seqNo='1'/><RuntimeSettings seqNo='1'/>|MULTIPLE_RUNTIME_SETTINGS",
                "<DependsOn/><DependsOn/><RuntimeSettings seqNo='1'/>|MULTIPLE_DEPENDS_ON",
                "<RuntimeSettings>{}</RuntimeSettings>|SEQNO_MISSING",
                "<RuntimeSettings seqNo=''/>|SEQNO_MISSING",
                "<RuntimeSettings seqNo='one'/>|SEQNO_MISSING",
                "<RuntimeSettings seqNo='-1'/>|SEQNO_MISSING",
                "<RuntimeSettings seqNo='99999999999'/>|SEQNO_MISSING",
                "<RuntimeSettings seqNo='1'>{}</RuntimeSettings>|SETTINGS_MALFORMED",
                "<RuntimeSettings seqNo='1'>[]</RuntimeSettings>|SETTINGS_MALFORMED",
                "<RuntimeSettings seqNo='1'>{\"runtimeSettings\":[1]}</RuntimeSettings>|SETTINGS_MALFORMED",
                "<RuntimeSettings seqNo='1'>{\"runtimeSettings\":[{}]}</RuntimeSettings>|SETTINGS_MALFORMED",
                "<RuntimeSettings seqNo='1'>{\"runtimeSettings\":[{\"handlerSettings\":{}},{\"handlerSettings\":{}}]}"
                        + "</RuntimeSettings>|SETTINGS_MALFORMED",
                "<RuntimeSettings seqNo='1'>{\"runtimeSettings\":[{\"handlerSettings\":{\"protectedSettings\":{}}}]}"
                        + "</RuntimeSettings>|SETTINGS_MALFORMED",
                "<ExtensionRuntimeSettings seqNo='1'/>|EXTENSION_NAME_MISSING",
                "<ExtensionRuntimeSettings seqNo='1' name='../x'/>|EXTENSION_NAME_UNUSABLE",
                "<ExtensionRuntimeSettings seqNo='1' name='a..b'/>|EXTENSION_NAME_UNUSABLE",
                "<ExtensionRuntimeSettings seqNo='1' name='.a'/>|EXTENSION_NAME_UNUSABLE",
                "<ExtensionRuntimeSettings seqNo='1' name='a b'/>|EXTENSION_NAME_UNUSABLE",
                "<ExtensionRuntimeSettings seqNo='1' name='a'/><ExtensionRuntimeSettings seqNo='2' name='a'/>"
                        + "|EXTENSION_NAME_UNUSABLE",
                "<DependsOn/><ExtensionRuntimeSettings seqNo='1' name='a'/>|DEPENDS_ON_WITHOUT_NAME",
                "<ExtensionRuntimeSettings name='a'/>|SEQNO_MISSING",
            })
    @Conforms("01#13.18")
    void broken_rules_make_the_handler_invalid(String settings, Category category) throws MalformedGoalState {
        assertThat(fault(handler(settings))).contains(category);
    }

    @ParameterizedTest
    @CsvSource({"'', STATE_MISSING", "state='', STATE_MISSING", "state='running', STATE_UNKNOWN"})
    @Conforms("01#13.16")
    void a_handler_needs_a_known_state(String attribute, Category category) throws MalformedGoalState {
        ExtensionsGoalState goalState =
                parse("<Plugins><Plugin name='A.B' version='1.0' " + attribute + "/></Plugins>");

        assertThat(fault(goalState.handlers().get(0))).contains(category);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version='1.0'",
                "name='' version='1.0'",
                "name='../etc/x' version='1.0'",
                "name='A.B/C' version='1.0'",
                "name='A..B' version='1.0'",
                "name='A.B'",
                "name='A.B' version='../1'",
            })
    void a_handler_that_cannot_be_named_is_rejected_on_its_own(String attributes) throws MalformedGoalState {
        ExtensionsGoalState goalState = parse("<Plugins><Plugin state='enabled' " + attributes + "/>"
                + "<Plugin name='C.D' version='1.0' state='enabled'/></Plugins>");

        assertThat(goalState.rejected()).hasSize(1);
        assertThat(goalState.handlers())
                .extracting(handler -> handler.name().value())
                .containsExactly("C.D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{", "{} {}"})
    @Conforms("01#13.20")
    void text_that_is_not_json_leaves_settings_without_values(String text) throws MalformedGoalState {
        ExtensionSettings settings = settings("<RuntimeSettings seqNo='4'>" + text + "</RuntimeSettings>");

        assertThat(settings.sequenceNumber().value()).isEqualTo(4);
        assertThat(settings.publicSettings()).isEmpty();
        assertThat(settings.problem()).hasValueSatisfying(it -> assertThat(it).doesNotContain("not json"));
    }

    @Conforms("01#13.21")
    @Test
    void protected_settings_without_a_thumbprint_are_passed_on() throws MalformedGoalState {
        ExtensionSettings settings = settings("<RuntimeSettings seqNo='4'>"
                + "{\"runtimeSettings\":[{\"handlerSettings\":{\"protectedSettings\":\"MIIB\","
                + "\"publicSettings\":null,\"protectedSettingsCertThumbprint\":null}}]}</RuntimeSettings>");

        assertThat(settings.protectedSettings()).contains("MIIB");
        assertThat(settings.thumbprint()).isEmpty();
        assertThat(settings.publicSettings()).isEmpty();
        assertThat(settings.problem()).isEmpty();
    }

    @Conforms("01#13.24")
    @ParameterizedTest
    @CsvSource({"dependencyLevel='2', 2", "dependencyLevel='x', 0", "'', 0", "dependencyLevel=' 1 ', 1"})
    void a_missing_or_unreadable_level_is_zero(String attribute, int level) throws MalformedGoalState {
        assertThat(settings("<DependsOn " + attribute + "/>" + RUNTIME).dependencyLevel())
                .isEqualTo(level);
    }

    @Test
    void several_settings_have_names_states_and_levels_of_their_own() throws MalformedGoalState {
        HandlerGoal handler = handler("<DependsOn dependencyLevel='2' name='weekly'>"
                + "<DependsOnExtension handler='A.B' extension='nightly'/><DependsOnExtension handler='C.D'/></DependsOn>"
                + "<ExtensionRuntimeSettings seqNo='0' name='nightly'>{}</ExtensionRuntimeSettings>"
                        .replace("{}", "{\"runtimeSettings\":[{\"handlerSettings\":{}}]}")
                + "<ExtensionRuntimeSettings seqNo='3' name='weekly' state='Disabled'/>");

        assertThat(handler.multiConfig()).isTrue();
        assertThat(handler.settings())
                .extracting(ExtensionSettings::name, ExtensionSettings::state, ExtensionSettings::dependencyLevel)
                .containsExactly(tuple("nightly", "enabled", 0), tuple("weekly", "disabled", 2));
        assertThat(handler.settings().get(1).dependsOn())
                .containsExactly(
                        new Dependency("A.B", Optional.of("nightly")), new Dependency("C.D", Optional.empty()));
    }

    @Test
    void a_list_of_names_with_a_gap_counts_as_no_list() throws MalformedGoalState {
        assertThat(settings("<DependsOn dependencyLevel='1'><DependsOnExtension handler='C.D'/>"
                                + "<DependsOnExtension extension='x'/></DependsOn>" + RUNTIME)
                        .dependsOn())
                .isEmpty();
    }

    @Test
    void settings_read_before_a_fault_are_kept_for_the_report() throws MalformedGoalState {
        HandlerGoal handler =
                handler("<ExtensionRuntimeSettings seqNo='1' name='a'/><ExtensionRuntimeSettings name='b'/>");

        assertThat(fault(handler)).contains(Category.SEQNO_MISSING);
        assertThat(handler.settings()).extracting(ExtensionSettings::name).containsExactly("a");
    }

    @Test
    void the_artifacts_profile_is_only_named() throws MalformedGoalState {
        assertThat(parse("<InVMArtifactsProfileBlob statusBlobType='x'>\n u </InVMArtifactsProfileBlob>")
                        .artifactsProfileUri())
                .contains("u");
        assertThat(parse("<InVMArtifactsProfileBlob/>").artifactsProfileUri()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Extensions>", "<Error/>", "{}", "<!DOCTYPE Extensions><Extensions/>"})
    void what_is_no_extensions_config_is_an_error(String text) {
        assertThatThrownBy(() -> ExtensionsConfig.parse(SEVEN, text))
                .isInstanceOf(MalformedGoalState.class)
                .hasMessageStartingWith("ExtensionsConfig: ");
    }

    @Conforms("01#13.55")
    @Test
    void unknown_elements_and_attributes_are_ignored() throws MalformedGoalState {
        assertThat(parse("<New new='1'><Deep/></New>" + plugin("upgradeGuid='x' new='y'"))
                        .handlers())
                .hasSize(1);
    }
}
