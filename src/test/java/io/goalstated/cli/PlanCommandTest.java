package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    private final StringWriter errors = new StringWriter();

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

    @Test
    void the_newest_goal_state_of_the_history_is_planned_for_also_when_it_is_in_an_archive() throws IOException {
        Path history = Files.createDirectories(root.resolve("var/lib/waagent/history"));
        archive(history.resolve("2031-01-14T10-00-00__1.zip"), "VmSettings.json", GOAL.formatted("true"));
        archive(history.resolve("2031-01-14T11-00-00__1-2.zip"), "VmSettings.json", GOAL.formatted("false"));
        archive(history.resolve("2031-01-14T11-00-00__1-3.zip.tmp"), "VmSettings.json", "{");
        Files.createDirectories(history.resolve("2031-01-14T12-00-00__2"));

        assertThat(line("plan", "--root=" + root)).isZero();

        assertThat(out.toString())
                .startsWith("goal state " + history.resolve("2031-01-14T11-00-00__1-2.zip!VmSettings.json"))
                .contains("run enable of 1.0.0");
    }

    @Test
    void a_handler_whose_version_nobody_can_read_is_not_taken_for_one_that_is_gone() throws IOException {
        Files.createDirectories(root.resolve("var/lib/waagent/Contoso.Samples.Hello-1.0.0/config"));
        Files.writeString(root.resolve("var/lib/waagent/Contoso.Samples.Hello-1.0.0/HandlerManifest.json"), "[{}]");
        Files.writeString(root.resolve("goal.json"), GOAL.formatted("false").replace("1.0.0", "1.0.0-preview"));

        assertThat(plan()).isZero();

        assertThat(out.toString()).contains("Contoso.Samples.Hello: refused").doesNotContain("removed");
    }

    @Test
    void a_moment_of_the_history_may_be_named() throws IOException {
        Path moment = Files.createDirectories(root.resolve("2031-01-14T12-00-00__2"));
        Files.writeString(moment.resolve("VmSettings.json"), GOAL.formatted("false"));
        Path archive = root.resolve("2031-01-14T11-00-00__1.zip");
        archive(archive, "VmSettings.json", GOAL.formatted("false"));

        for (Path named : List.of(moment, archive)) {
            out.getBuffer().setLength(0);
            assertThat(line("plan", named.toString(), "--root=" + root)).isZero();
            assertThat(out.toString()).contains("run enable of 1.0.0");
        }
    }

    @Test
    void a_moment_without_a_goal_state_is_a_plain_error() throws IOException {
        Path archive = root.resolve("2031-01-14T11-00-00__1.zip");
        archive(archive, "GoalState.xml", "<GoalState/>");

        assertThat(line("plan", archive.toString(), "--root=" + root)).isEqualTo(ExitCode.USAGE);

        assertThat(errors.toString()).contains("there is no goal state in " + archive);
    }

    private static void archive(Path file, String name, String text) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private int plan() {
        return line("plan", root.resolve("goal.json").toString(), "--root=" + root);
    }

    private int line(String... words) {
        return Goalstated.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler(Goalstated.oneLine())
                .execute(words);
    }
}
