package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.level;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageStanding;
import io.goalstated.extension.ErrorCode;
import io.goalstated.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner changes the policy while a goal state is in force: spec 02 §10, OPS-122. */
class ChangedPolicyTest {
    private static final String REVOKED = "0".repeat(64);

    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    private static Admission policy(String members) {
        String text = "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {" + members + "}}";
        return new Admission(true, "/etc/waagent.conf", Policy.parse("/etc/waagent_policy.json", text));
    }

    private static Admission listing(String... handlers) {
        String list = Arrays.stream(handlers).map(h -> "\"" + h + "\": {}").collect(Collectors.joining(","));
        return policy("\"allowListedExtensionsOnly\": true, \"extensions\": {" + list + "}");
    }

    private int code(int handler) {
        return vm.view.handlers().get(handler).status().orElseThrow().code();
    }

    @Test
    @Conforms({"02#109", "OPS-122"})
    void what_was_denied_and_is_allowed_now_is_processed_and_nothing_else() {
        vm.accept(listing("Test.B"), enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();

        vm.reconsider(listing("Test.A", "Test.B"));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0", "Test.A-1.0.0 enable#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(code(0)).isZero();
        assertThat(vm.view.handlers().get(0).disallowed()).isFalse();
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    @Conforms("02#109")
    void what_was_skipped_because_of_it_is_processed_too() {
        vm.accept(listing("Test.B"), level("Test.A", 1), level("Test.B", 2));

        vm.reconsider(listing("Test.A", "Test.B"));
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        vm.pass(Duration.ofSeconds(1));

        assertThat(vm.commands.log)
                .containsExactly(
                        "Test.A-1.0.0 install#0",
                        "Test.A-1.0.0 enable#0",
                        "Test.B-1.0.0 install#0",
                        "Test.B-1.0.0 enable#0");
    }

    @Test
    @Conforms({"OPS-122", "B24"})
    void the_handlers_own_word_is_back_once_it_may_run_again() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        Path file = vm.lib.resolve("Test.A-1.0.0/status/0.status");
        String word = Files.readString(file);

        vm.reconsider(listing("Test.B"));
        vm.reconsider(listing());
        assertThat(Files.readString(file)).contains("1009");
        vm.reconsider(listing("Test.A"));

        assertThat(file).hasContent(word);
        assertThat(vm.lib.resolve("goalstated/displaced/Test.A-1.0.0")).isEmptyDirectory();
    }

    @Test
    void a_word_that_the_handler_wrote_while_it_was_denied_stays() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        vm.reconsider(listing("Test.B"));
        vm.writeStatus("Test.A-1.0.0", "0.status", "warning");

        vm.reconsider(listing("Test.A"));

        assertThat(vm.lib.resolve("Test.A-1.0.0/status/0.status")).content().contains("warning");
    }

    @Test
    @Conforms("OPS-122")
    void what_is_denied_now_is_reported_and_left_alone() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();

        vm.reconsider(listing("Test.B"));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(code(0)).isEqualTo(1009);
        assertThat(code(1)).isZero();
    }

    @Test
    @Conforms("OPS-122")
    void a_command_that_runs_is_finished_and_nothing_follows_it() {
        vm.commands.holds("Test.A-1.0.0 install");
        vm.accept(enabled("Test.A", "1.0.0", 0));

        vm.reconsider(listing("Test.B"));
        vm.commands.release("Test.A-1.0.0 install", 0);

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 install#0");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Installed");
        assertThat(code(0)).isEqualTo(1009);
    }

    @Test
    @Conforms("OPS-144")
    void a_package_that_the_owner_revokes_runs_no_more_and_the_others_are_left_alone() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();
        vm.standings.put(
                "Test.A-1.0.0",
                new PackageStanding.Refused(new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: listed")));

        vm.reconsider(policy("\"revokedPackages\": [\"" + REVOKED + "\"]"));

        assertThat(vm.commands.log).isEmpty();
        assertThat(code(0)).isEqualTo(1009);
        assertThat(vm.view.handlers().get(0).status().orElseThrow().message()).contains("SIG_REVOKED: listed");
        assertThat(code(1)).isZero();
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    @Conforms("OPS-144")
    void when_revocation_lists_or_anchors_change_every_package_is_judged_again() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();
        vm.standings.put(
                "Test.A-1.0.0",
                new PackageStanding.Refused(new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: listed")));
        Admission before = Admission.EVERYTHING;

        vm.reconsider(new Admission(true, before.configurationFile(), before.policy(), "another list"));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(code(0)).isEqualTo(1009);
        assertThat(code(1)).isZero();
    }

    @Test
    @Conforms("OPS-144")
    void when_the_policy_names_other_signers_only_that_handler_is_judged_again() {
        vm.accept(enabled("Test.A", "1.0.0", 0), enabled("Test.B", "1.0.0", 0));
        vm.commands.log.clear();
        PackageStanding refused = new PackageStanding.Refused(
                new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_SIGNER_NOT_ALLOWED: Contoso"));
        vm.standings.put("Test.A-1.0.0", refused);
        vm.standings.put("Test.B-1.0.0", refused);

        vm.reconsider(policy("\"extensions\": {\"Test.A\": {\"signers\": [\"Fabrikam\"]}}"));

        assertThat(vm.commands.log).isEmpty();
        assertThat(code(0)).isEqualTo(1009);
        assertThat(vm.view.handlers().get(0).status().orElseThrow().message())
                .contains("SIG_SIGNER_NOT_ALLOWED: Contoso");
        assertThat(code(1)).isZero();
    }

    @Test
    void a_package_whose_refusal_is_lifted_is_processed() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.standings.put(
                "Test.A-1.0.0",
                new PackageStanding.Refused(new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_REVOKED: listed")));
        vm.reconsider(policy("\"revokedPackages\": [\"" + REVOKED + "\"]"));
        vm.standings.clear();
        vm.commands.log.clear();

        vm.reconsider(policy(""));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#0");
        assertThat(code(0)).isZero();
    }

    @Test
    void before_the_first_goal_state_there_is_nothing_to_judge() {
        vm.reconsider(listing());

        assertThat(vm.view.handlers()).isEmpty();
    }

    @Test
    void a_change_that_concerns_nobody_does_nothing() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();

        vm.reconsider(listing("Test.A"));

        assertThat(vm.commands.log).isEmpty();
        assertThat(code(0)).isZero();
    }
}
