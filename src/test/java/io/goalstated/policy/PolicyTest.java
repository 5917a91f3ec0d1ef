package io.goalstated.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.RequestedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final String PATH = "/etc/waagent_policy.json";
    private static final HandlerName LISTED = new HandlerName("Contoso.Tools.Probe");
    private static final HandlerName UNLISTED = new HandlerName("Contoso.Tools.Jobs");
    private static final Verdict ALLOWED = new Verdict.Allowed();

    private static Policy policies(String members) {
        return Policy.parse(PATH, "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {" + members + "}}");
    }

    private static Policy allowList(String further) {
        return policies("\"allowListedExtensionsOnly\": true, \"extensions\": {\"Contoso.Tools.Probe\": {}}" + further);
    }

    private static String detail(String text) {
        return Policy.parse(PATH, text) instanceof InvalidPolicy invalid ? invalid.detail() : "valid";
    }

    private static String message(Verdict verdict) {
        return verdict.match(() -> "allowed", Verdict.Denied::message);
    }

    @ParameterizedTest
    @EnumSource(RequestedState.class)
    void without_a_policy_everything_is_allowed(RequestedState requested) {
        assertThat(Policy.none().decide(LISTED, requested)).isEqualTo(ALLOWED);
        assertThat(Policy.none().signatureRequired(LISTED)).isFalse();
    }

    @Test
    void a_policy_without_an_allow_list_allows_everything() {
        assertThat(policies("\"extensions\": {}").decide(UNLISTED, RequestedState.ENABLED))
                .isEqualTo(ALLOWED);
        assertThat(Policy.parse(PATH, "{\"policyVersion\": \"0.1.0\"}").decide(UNLISTED, RequestedState.ENABLED))
                .isEqualTo(ALLOWED);
    }

    @Test
    void an_empty_object_suffices_to_list_an_extension() {
        assertThat(allowList("").decide(LISTED, RequestedState.ENABLED)).isEqualTo(ALLOWED);
    }

    @Test
    void an_unlisted_handler_may_not_run() {
        assertThat(allowList("").decide(UNLISTED, RequestedState.ENABLED))
                .isEqualTo(new Verdict.Denied(
                        ErrorCode.ENABLE,
                        "Extension will not be processed: failed to run extension 'Contoso.Tools.Jobs' because it is"
                                + " not specified as an allowed extension. To run, add the extension to the list of"
                                + " allowed extensions in the policy file ('/etc/waagent_policy.json')."));
    }

    @Conforms("OPS-121")
    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "UNINSTALL"})
    void an_unlisted_handler_may_be_removed(RequestedState requested) {
        assertThat(allowList("").decide(UNLISTED, requested)).isEqualTo(ALLOWED);
    }

    @Conforms("OPS-121")
    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "UNINSTALL"})
    void unless_the_policy_forbids_that(RequestedState requested) {
        assertThat(allowList(", \"allowUninstall\": false").decide(UNLISTED, requested))
                .isEqualTo(new Verdict.Denied(
                        ErrorCode.DISABLE,
                        "Extension will not be processed: failed to uninstall extension 'Contoso.Tools.Jobs' because"
                                + " it is not specified as an allowed extension. To uninstall, add the extension to"
                                + " the list of allowed extensions in the policy file ('/etc/waagent_policy.json')."));
    }

    @Test
    void a_listed_handler_may_be_removed_whatever_the_global_rule_says() {
        assertThat(allowList(", \"allowUninstall\": false").decide(LISTED, RequestedState.UNINSTALL))
                .isEqualTo(ALLOWED);
    }

    @Test
    void one_extension_can_be_protected_from_removal() {
        Policy policy = policies("\"extensions\": {\"Contoso.Tools.Probe\": {\"allowUninstall\": false}}");

        assertThat(policy.decide(LISTED, RequestedState.ENABLED)).isEqualTo(ALLOWED);
        assertThat(policy.decide(UNLISTED, RequestedState.UNINSTALL)).isEqualTo(ALLOWED);
        assertThat(message(policy.decide(LISTED, RequestedState.UNINSTALL)))
                .isEqualTo("Extension will not be processed: failed to uninstall extension 'Contoso.Tools.Probe'"
                        + " because the policy does not allow it. To uninstall, set 'allowUninstall' of the extension"
                        + " to true in the policy file ('/etc/waagent_policy.json').");
    }

    @Conforms("02#80")
    @Test
    void names_are_compared_without_regard_to_case() {
        HandlerName shouted = new HandlerName("CONTOSO.TOOLS.PROBE");

        assertThat(allowList("").decide(shouted, RequestedState.ENABLED)).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"true, , true", "true, false, false", "false, true, true", "false, , false"})
    void the_extensions_own_signature_rule_beats_the_global_one(boolean global, Boolean own, boolean expected) {
        Policy policy = policies("\"signatureRequired\": " + global
                + ", \"extensions\": {\"Contoso.Tools.Probe\": {\"signatureRequired\": " + own + "}}");

        assertThat(policy.signatureRequired(LISTED)).isEqualTo(expected);
        assertThat(policy.signatureRequired(UNLISTED)).isEqualTo(global);
    }

    @Test
    void the_additional_keys_are_known_and_noted() {
        String digest = "AB:".repeat(31) + "AB";
        Policy policy = policies("\"allowUninstall\": true, \"revokedPackages\": [\"" + digest
                + "\"], \"extensions\": {\"Contoso.Tools.Probe\": {\"signers\": [\"Contoso Ltd\"]}}");

        assertThat(policy.revokedPackages()).containsExactly("ab".repeat(32));
        assertThat(policy.revokedCertificates()).isEmpty();
        assertThat(policy.signers(LISTED)).containsExactly("Contoso Ltd");
        assertThat(policy.signers(UNLISTED)).isEmpty();
        assertThat(((PolicyRules) policy).ownKeys())
                .containsExactly(
                        "extensionPolicies.allowUninstall",
                        "extensionPolicies.revokedPackages",
                        "extensionPolicies.extensions.Contoso.Tools.Probe.signers");
    }

    @Test
    void the_runtime_policy_is_any_json() {
        PolicyRules policy =
                (PolicyRules) policies("\"extensions\": {\"Contoso.Tools.Probe\": {\"runtimePolicy\": [1.0]}}");

        assertThat(policy.extensions())
                .hasEntrySatisfying(
                        "contoso.tools.probe",
                        rule -> assertThat(rule.runtimePolicy()).hasToString("Optional[[1.0]]"));
    }

    @Test
    void an_invalid_policy_enables_nothing_and_says_why() {
        Policy policy = Policy.parse(PATH, "{\"policyVersion\": \"0.1.0\", \"x\": 1}");

        assertThat(policy.decide(LISTED, RequestedState.ENABLED))
                .isEqualTo(new Verdict.Denied(
                        ErrorCode.ENABLE,
                        "Extension will not be processed: [InvalidPolicyError] Customer-provided policy file"
                                + " ('/etc/waagent_policy.json') is invalid, please correct the following error:"
                                + " unrecognized attribute 'x' in policy"));
        assertThat(policy.signatureRequired(LISTED)).isTrue();
    }

    @Conforms("OPS-121")
    @Test
    void an_invalid_policy_lets_removals_go_on() {
        assertThat(Policy.parse(PATH, "").decide(LISTED, RequestedState.UNINSTALL))
                .isEqualTo(ALLOWED);
        assertThat(Policy.invalid(PATH, "not owned by root").decide(LISTED, RequestedState.DISABLED))
                .isEqualTo(ALLOWED);
    }

    @Test
    void an_invalid_policy_that_forbids_removals_is_heard() {
        Policy policy = Policy.parse(PATH, "{\"extensionPolicies\": {\"allowUninstall\": false}}");

        assertThat(message(policy.decide(LISTED, RequestedState.UNINSTALL)))
                .endsWith("missing required attribute 'policyVersion'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.1", "0.0.1", "0.1.0", "00.01.00", "0.0.99999999999999999999"})
    void versions_up_to_the_supported_one_are_accepted(String version) {
        assertThat(detail("{\"policyVersion\": \"" + version + "\"}")).isEqualTo("valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.1.1", "0.2", "1.0.0"})
    void newer_versions_are_refused(String version) {
        assertThat(detail("{\"policyVersion\": \"" + version + "\"}"))
                .isEqualTo("policy version '" + version
                        + "' is not supported. The agent supports policy versions up to '0.1.0'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0.", "0.1.0.0", "-1", " 0", "٠"})
    void what_is_no_version_is_refused(String version) {
        assertThat(detail("{\"policyVersion\": \"" + version + "\"}"))
                .isEqualTo("invalid value for attribute 'policyVersion': '" + version
                        + "'; it should be in format 'major[.minor[.patch]]' (e.g., '1', '1.0', '1.0.0')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|expected an object describing a Policy; got array.",
                "{}|missing required attribute 'policyVersion'",
                "{\"policyVersion\": null}|missing required attribute 'policyVersion'",
                "{\"policyVersion\": 0}|invalid type number for attribute 'policyVersion'; must be 'string'",
                "{\"policyVersion\": \"0\", \"extensionPolicies\": []}"
                        + "|invalid type array for attribute 'extensionPolicies'; must be 'object'",
            })
    void the_outer_shape_is_checked(String text, String detail) {
        assertThat(detail(text)).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'allowListedExtensionsOnly': 'yes'"
                        + "|invalid type string for attribute 'extensionPolicies.allowListedExtensionsOnly'; must be 'boolean'",
                "'signatureRequired': 1"
                        + "|invalid type number for attribute 'extensionPolicies.signatureRequired'; must be 'boolean'",
                "'extensions': []|invalid type array for attribute 'extensionPolicies.extensions'; must be 'object'",
                "'extensions': {'A.B': true}"
                        + "|invalid type boolean for attribute 'extensionPolicies.extensions.A.B'; must be 'object'",
                "'extensions': {'A.B': {'x': 1}}|unrecognized attribute 'x' in extensionPolicies.extensions.A.B",
                "'extensions': {'A.B': {'signatureRequired': 'x'}}"
                        + "|invalid type string for attribute 'extensionPolicies.extensions.A.B.signatureRequired'; must be 'boolean'",
                "'y': 1|unrecognized attribute 'y' in extensionPolicies",
                "'revokedPackages': ['00']"
                        + "|attribute 'extensionPolicies.revokedPackages' must hold SHA-256 digests of 64 hexadecimal digits",
                "'revokedPackages': [1]|attribute 'extensionPolicies.revokedPackages' must hold non-empty strings only",
            },
            quoteCharacter = '`')
    void the_inner_shape_is_checked(String members, String detail) {
        Policy policy = policies(members.replace('\'', '"'));

        assertThat(policy)
                .isInstanceOfSatisfying(
                        InvalidPolicy.class,
                        invalid -> assertThat(invalid.detail()).isEqualTo(detail));
    }

    @Test
    void a_complaint_about_syntax_never_repeats_the_file() {
        assertThat(detail("{\"policyVersion\": hunter2}"))
                .startsWith("policy file does not conform to valid json syntax: ")
                .doesNotContain("hunter2");
    }
}
