package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static io.goalstated.supervise.Supervision.level;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the owner's policy keeps from happening, and how the platform is told: spec 02 §10. */
class PolicyDenialTest {
    private static final String PATH = "/etc/waagent_policy.json";

    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    private static Admission policy(String text) {
        return new Admission(true, "/etc/waagent.conf", Policy.parse(PATH, text));
    }

    private static Admission listing(String... handlers) {
        String list = String.join(
                ",",
                java.util.Arrays.stream(handlers).map(h -> "\"" + h + "\": {}").toList());
        return policy("{\"policyVersion\": \"0.1.0\", \"extensionPolicies\":"
                + " {\"allowListedExtensionsOnly\": true, \"extensions\": {" + list + "}}}");
    }

    private static Admission keeping() {
        return policy("{\"policyVersion\": \"0.1.0\", \"extensionPolicies\":"
                + " {\"allowListedExtensionsOnly\": true, \"allowUninstall\": false}}");
    }

    private HandlerStatus status() {
        return vm.view.handlers().get(0).status().orElseThrow();
    }

    private Path file(String name) {
        return vm.lib.resolve("Test.A-1.0.0").resolve(name);
    }

    @Test
    @Conforms("02#77")
    void a_handler_that_is_not_listed_is_refused_at_both_levels_over_its_old_status() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        vm.commands.log.clear();

        vm.accept(listing("Test.B"), enabled("Test.A", "1.0.0", 0));

        String text =
                "Extension will not be processed: failed to run extension 'Test.A' because it is not specified as an"
                        + " allowed extension. To run, add the extension to the list of allowed extensions in the policy"
                        + " file ('" + PATH + "').";
        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(status().status()).isEqualTo("NotReady");
        assertThat(status().code()).isEqualTo(1009);
        assertThat(status().message()).contains(text);
        assertThat(Files.readString(file("status/0.status")))
                .contains("\"status\": \"error\", \"code\": 1009")
                .contains(text);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestedState.class,
            names = {"UNINSTALL", "DISABLED"})
    @Conforms({"02#78", "OPS-121"})
    void a_removal_that_the_policy_forbids_does_nothing_and_is_told_at_the_handler(RequestedState asked)
            throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        vm.commands.log.clear();

        vm.accept(keeping(), handler("Test.A", "1.2.0", asked, 0, 0));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(status().code()).isEqualTo(1010);
        assertThat(status().message().orElseThrow()).contains("failed to uninstall extension 'Test.A'");
        assertThat(Files.readString(file("status/0.status"))).contains("success");
        assertThat(vm.lib.resolve("Test.A-1.2.0")).doesNotExist();
    }

    @Test
    @Conforms("OPS-121")
    void a_handler_that_may_not_run_may_be_removed() {
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.accept(listing("Test.B"), handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.commands.log).endsWith("Test.A-1.0.0 disable#0", "Test.A-1.0.0 uninstall#0");
        assertThat(vm.lib.resolve("Test.A-1.0.0")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | ",
                "{\"policyVersion\": \"1.0\"} | policy version '1.0' is not supported",
                "{\"policyVersion\": \"0.1.0\", \"x\": 1} | unrecognized attribute 'x' in policy",
                "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {\"allowListedExtensionsOnly\": 1}} |"
                        + " attribute 'extensionPolicies.allowListedExtensionsOnly'; must be 'boolean'",
                "{} | missing required attribute 'policyVersion'"
            })
    @Conforms({"02#79", "OPS-120"})
    void an_invalid_policy_refuses_every_enable_with_what_is_wrong_and_leaves_what_runs(String text, String detail) {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();

        vm.accept(policy(text), enabled("Test.A", "1.0.0", 1), enabled("Test.B", "1.0.0", 1));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.view.handlers()).hasSize(2).allSatisfy(h -> {
            assertThat(h.status().orElseThrow().code()).isEqualTo(1009);
            assertThat(h.status().orElseThrow().message().orElseThrow())
                    .startsWith("Extension will not be processed: [InvalidPolicyError] Customer-provided policy file ('"
                            + PATH + "') is invalid, please correct the following error: ")
                    .contains(detail == null ? "" : detail);
        });
    }

    @Test
    @Conforms("02#81")
    void what_depends_on_a_refused_handler_is_skipped() {
        vm.accept(listing("Test.B"), level("Test.A", 1), level("Test.B", 2));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.view.handlers().get(1).status().orElseThrow().message())
                .contains("Skipping processing of extensions since execution of dependent extension Test.A failed");
    }

    @Test
    @Conforms("02#80")
    void a_listed_handler_runs_whatever_the_case_of_its_name() {
        vm.accept(listing("TEST.a"), enabled("Test.A", "1.0.0", 0));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }
}
