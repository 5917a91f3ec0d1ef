package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String GOAL = """
            {"hostGAPluginVersion": "1.0.8.124", "vmSettingsSchemaVersion": "0.0", "activityId": "a", "correlationId": "c",
             "inSvdSeqNo": 1, "extensionsLastModifiedTickCount": 637726657706205217, "onHold": %s,
             "extensionGoalStates": [{"name": "Contoso.Samples.Hello", "version": "1.0.0", "state": "enabled",
             "settingsSeqNo": 0, "settings": [{"publicSettings": "{}"}]}]}
            """;

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void aGoalState() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("goal.json"), GOAL.formatted("false"));
    }

    @Test
    void what_nobody_forbids_is_planned() {
        assertThat(plan()).isZero();

        assertThat(out.toString()).contains("Contoso.Samples.Hello 1.0.0: install", "run enable of 1.0.0");
    }

    @Test
    void what_the_owners_policy_forbids_is_planned_as_denied() throws IOException {
        Files.writeString(
                root.resolve("etc/waagent_policy.json"),
                "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {\"allowListedExtensionsOnly\": true}}");

        assertThat(plan()).isZero();

        assertThat(out.toString())
                .contains("Contoso.Samples.Hello 1.0.0: denied", "report denial")
                .doesNotContain("run enable");
    }

    @Test
    void nothing_runs_where_the_owner_has_switched_extensions_off() throws IOException {
        Files.writeString(root.resolve("etc/waagent.conf"), "Extensions.Enabled=n\n");

        assertThat(plan()).isZero();

        assertThat(out.toString())
                .contains("denied", "set Extensions.Enabled=y in '/etc/waagent.conf'")
                .doesNotContain("run enable");
    }

    @Test
    void a_goal_state_on_hold_waits_unless_the_owner_does_not_want_that() throws IOException {
        Files.writeString(root.resolve("goal.json"), GOAL.formatted("true"));

        assertThat(plan()).isZero();
        assertThat(out.toString()).contains("is on hold").doesNotContain("run enable");

        Files.writeString(root.resolve("etc/waagent.conf"), "EnableOverProvisioning=n\n");
        out.getBuffer().setLength(0);
        assertThat(plan()).isZero();
        assertThat(out.toString()).contains("run enable").doesNotContain("is on hold");
    }

    private int plan() {
        return Goalstated.line()
                .setOut(new PrintWriter(out, true))
                .execute("plan", root.resolve("goal.json").toString(), "--root=" + root);
    }
}
