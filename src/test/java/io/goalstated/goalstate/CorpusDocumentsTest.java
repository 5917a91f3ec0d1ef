package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.Conforms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each goal state document of the corpus, in both channels, against what the corpus says that it means. */
class CorpusDocumentsTest {
    private static final Incarnation ONE = new Incarnation("1");

    @Test
    void the_table_has_a_row_for_each_document() throws NoSuchMethodException {
        Conforms rows = CorpusDocumentsTest.class
                .getDeclaredMethod("every_goal_state_document_is_read_as_expected")
                .getAnnotation(Conforms.class);

        assertThat(rows.value())
                .containsExactlyInAnyOrderElementsOf(Corpus.required().files("expected", ".json").stream()
                        .map(file -> "C:" + stem(file))
                        .toList());
    }

    @TestFactory
    @Conforms({
        "C:hostgaplugin/extensions-config/ext_conf",
        "C:hostgaplugin/extensions-config/ext_conf-agent_family_version",
        "C:hostgaplugin/extensions-config/ext_conf-empty_depends_on",
        "C:hostgaplugin/extensions-config/ext_conf-no_status_upload_blob",
        "C:hostgaplugin/vm-settings/vm_settings",
        "C:hostgaplugin/vm-settings/vm_settings-agent_family_version",
        "C:hostgaplugin/vm-settings/vm_settings-empty_depends_on",
        "C:hostgaplugin/vm-settings/vm_settings-fabric-no_thumbprints",
        "C:hostgaplugin/vm-settings/vm_settings-invalid_blob_type",
        "C:hostgaplugin/vm-settings/vm_settings-no_status_upload_blob",
        "C:hostgaplugin/vm-settings/vm_settings-out-of-sync",
        "C:hostgaplugin/vm-settings/vm_settings-parse_error",
        "C:hostgaplugin/vm-settings/vm_settings-supported_hgap_version_for_signature",
        "C:hostgaplugin/vm-settings/vm_settings-unsupported_version",
        "C:scenarios/hibernate/goal_state_1/ExtensionsConfig",
        "C:scenarios/hibernate/goal_state_1/VmSettings",
        "C:scenarios/hibernate/goal_state_2/ExtensionsConfig",
        "C:scenarios/hibernate/goal_state_2/VmSettings",
        "C:scenarios/hibernate/goal_state_3/VmSettings",
        "C:wireserver/extensions-config/ext_conf",
        "C:wireserver/extensions-config/ext_conf-no_encoded_signature",
        "C:wireserver/extensions-config/ext_conf-no_gs_metadata",
        "C:wireserver/extensions-config/ext_conf-vm_access_with_signature",
        "C:wireserver/extensions-config/ext_conf_additional_locations",
        "C:wireserver/extensions-config/ext_conf_autoupgrade",
        "C:wireserver/extensions-config/ext_conf_autoupgrade_internalversion",
        "C:wireserver/extensions-config/ext_conf_in_vm_artifacts_profile",
        "C:wireserver/extensions-config/ext_conf_in_vm_empty_artifacts_profile",
        "C:wireserver/extensions-config/ext_conf_in_vm_metadata",
        "C:wireserver/extensions-config/ext_conf_internalversion",
        "C:wireserver/extensions-config/ext_conf_invalid_and_valid_handlers",
        "C:wireserver/extensions-config/ext_conf_missing_family",
        "C:wireserver/extensions-config/ext_conf_multiple_extensions",
        "C:wireserver/extensions-config/ext_conf_no_extensions-block_blob",
        "C:wireserver/extensions-config/ext_conf_no_extensions-no_status_blob",
        "C:wireserver/extensions-config/ext_conf_no_public",
        "C:wireserver/extensions-config/ext_conf_no_settings",
        "C:wireserver/extensions-config/ext_conf_required_features",
        "C:wireserver/extensions-config/ext_conf_rsm_version",
        "C:wireserver/extensions-config/ext_conf_sequencing",
        "C:wireserver/extensions-config/ext_conf_upgradeguid",
        "C:wireserver/extensions-config/ext_conf_version_missing_in_agent_family",
        "C:wireserver/extensions-config/ext_conf_version_missing_in_manifest",
        "C:wireserver/extensions-config/ext_conf_version_not_from_rsm",
        "C:wireserver/extensions-config/invalid/ext_conf_multiple_runtime_settings_same_plugin",
        "C:wireserver/extensions-config/invalid/ext_conf_multiple_settings_for_same_handler",
        "C:wireserver/extensions-config/invalid/ext_conf_single_and_multi_config_settings_same_plugin",
        "C:wireserver/extensions-config/multi-config/ext_conf_mc_update_extensions",
        "C:wireserver/extensions-config/multi-config/ext_conf_multi_config_no_dependencies",
        "C:wireserver/extensions-config/multi-config/ext_conf_with_disabled_multi_config",
        "C:wireserver/extensions-config/multi-config/ext_conf_with_multi_config"
    })
    Stream<DynamicTest> every_goal_state_document_is_read_as_expected() {
        Corpus corpus = Corpus.required();

        List<String> expectations = corpus.files("expected", ".json");

        assertThat(expectations).hasSizeGreaterThan(40);
        return expectations.stream().map(file -> DynamicTest.dynamicTest(file, () -> compare(corpus, file)));
    }

    private static void compare(Corpus corpus, String expectation) throws MalformedGoalState {
        ObjectNode expected = (ObjectNode) corpus.json(expectation);
        expected.remove("createdOnTimestamp");
        String stem = stem(expectation);

        if (expected.path("parseError").asBoolean()) {
            assertThatThrownBy(() -> VmSettings.parse("1", corpus.text(stem + ".json")))
                    .isInstanceOf(MalformedGoalState.class);
        } else if (expected.path("channel").asText().equals("WireServer")) {
            assertThat(Summary.ofFabric(ExtensionsConfig.parse(ONE, corpus.text(stem + ".xml"))))
                    .isEqualTo(expected);
        } else {
            assertThat(Summary.of(VmSettings.parse("1", corpus.text(stem + ".json"))))
                    .isEqualTo(expected);
        }
    }

    private static String stem(String expectation) {
        return expectation.substring("expected/".length(), expectation.length() - ".json".length());
    }
}
