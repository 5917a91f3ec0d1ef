package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.lab.issue.TenantCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the samples, run directly. */
final class SamplesTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shell-hello",
                "python-settings",
                "heartbeat-service",
                "multi-config-jobs",
                "slow-worker",
                "failing",
                "protected-secret",
                "forking-daemon"
            })
    void every_sample_bears_a_life_without_settings_worth_mentioning(String directory) throws Exception {
        Sample sample = Sample.install(root, directory);
        sample.settings("0", "{\"seconds\": 0}");
        sample.settings("job.0", "{}");
        Map<String, String> job =
                directory.equals("multi-config-jobs") ? Map.of("ConfigExtensionName", "job") : Map.of();

        assertThat(sample.run("install", 0, job).exitCode()).isZero();
        int enabled = directory.equals("failing") ? 1 : 0;
        assertThat(sample.run("enable", 0, job).exitCode()).isEqualTo(enabled);
        assertThat(sample.run("disable", 0, job).exitCode()).isZero();
        assertThat(sample.run("update", 0, job).exitCode()).isZero();
        assertThat(sample.run("uninstall", 0, job).exitCode()).isZero();
        assertThat(sample.home.resolve("README.md")).isNotEmptyFile();
        assertThat(sample.files().keySet()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void hello_greets_once_per_number() throws Exception {
        Sample sample = Sample.install(root, "shell-hello");
        sample.settings("4", "{\"name\": \"Contoso\"}");

        sample.run("enable", 4);
        assertThat(sample.message("4")).isEqualTo("Hello, Contoso");
        Files.delete(sample.home.resolve("status/4.status"));
        Sample.Result again = sample.run("enable", 4);

        assertThat(again.output()).contains("done already");
        assertThat(sample.home.resolve("status/4.status")).doesNotExist();
    }

    @Test
    void python_reports_each_setting_and_sends_an_event() throws Exception {
        Sample sample = Sample.install(root, "python-settings");
        sample.settings("1", "{\"interval\": 5, \"text\": \"\\u00e4\"}");

        sample.run("enable", 1);

        assertThat(sample.status("1").path("status").asText()).isEqualTo("success");
        assertThat(sample.status("1").path("substatus")).hasSize(2);
        try (var events = Files.newDirectoryStream(sample.logs.resolve("events"))) {
            Path event = events.iterator().next();
            assertThat(event.getFileName().toString()).matches("\\d{16}\\.json");
            assertThat(Json.parse(Files.readString(event)).path("TaskName").asText())
                    .isEqualTo("Enable");
        }
    }

    @Test
    void python_takes_an_empty_settings_file_and_null_for_no_settings() throws Exception {
        Sample sample = Sample.install(root, "python-settings");
        Files.createFile(sample.home.resolve("config/0.settings"));
        sample.settings("1", "null");

        sample.run("enable", 0);
        sample.run("enable", 1);

        assertThat(sample.message("0")).isEqualTo("0 public settings");
        assertThat(sample.message("1")).isEqualTo("0 public settings");
    }

    @Test
    void python_tells_in_the_status_that_settings_are_unusable() throws Exception {
        Sample sample = Sample.install(root, "python-settings");
        sample.settings("1", "[not json");

        Sample.Result result = sample.run("enable", 1);

        assertThat(result.exitCode()).isZero();
        assertThat(sample.status("1").path("status").asText()).isEqualTo("error");
    }

    @Test
    void the_heartbeat_service_beats_until_it_is_disabled() throws Exception {
        Sample sample = Sample.install(root, "heartbeat-service");
        Map<String, String> fast = Map.of("HEARTBEAT_SECONDS", "0.05");

        try {
            sample.run("enable", 0, fast);
            await("a second beat").atMost(Duration.ofMinutes(1)).until(() -> beats(sample) >= 2);
            String service = Files.readString(sample.home.resolve("service.pid"));
            sample.run("enable", 0, fast);
            assertThat(Files.readString(sample.home.resolve("service.pid"))).isEqualTo(service);
        } finally {
            sample.run("disable", 0);
        }

        assertThat(heartbeat(sample).path("status").asText()).isEqualTo("notready");
        assertThat(sample.home.resolve("service.pid")).doesNotExist();
    }

    private static int beats(Sample sample) throws Exception {
        String message = Files.exists(sample.home.resolve("heartbeat.log"))
                ? heartbeat(sample).path("formattedMessage").path("message").asText()
                : "0 beats";
        return Integer.parseInt(message.substring(0, message.indexOf(' ')));
    }

    private static JsonNode heartbeat(Sample sample) throws Exception {
        return Json.parse(Files.readString(sample.home.resolve("heartbeat.log")))
                .path(0)
                .path("heartbeat");
    }

    @Test
    void jobs_have_a_status_each() throws Exception {
        Sample sample = Sample.install(root, "multi-config-jobs");
        sample.settings("nightly.0", "{\"task\": \"backup\"}");
        sample.settings("weekly.3", "{\"task\": \"fail\"}");

        Sample.Result nightly = sample.run("enable", 0, Map.of("ConfigExtensionName", "nightly"));
        Sample.Result weekly = sample.run("enable", 3, Map.of("ConfigExtensionName", "weekly"));

        assertThat(nightly.exitCode()).isZero();
        assertThat(weekly.exitCode()).isEqualTo(1);
        assertThat(sample.message("nightly.0")).isEqualTo("job nightly does backup");
        assertThat(sample.status("weekly.3").path("status").asText()).isEqualTo("error");
    }

    @Test
    void a_disabled_job_leaves_the_others() throws Exception {
        Sample sample = Sample.install(root, "multi-config-jobs");
        sample.settings("a.0", "{}");
        sample.settings("b.0", "{}");
        sample.run("enable", 0, Map.of("ConfigExtensionName", "a"));
        sample.run("enable", 0, Map.of("ConfigExtensionName", "b"));

        sample.run("disable", 0, Map.of("ConfigExtensionName", "a"));

        assertThat(sample.home.resolve("jobs/a")).doesNotExist();
        assertThat(sample.home.resolve("jobs/b")).exists();
    }

    @Test
    void jobs_need_a_name() throws Exception {
        assertThat(Sample.install(root, "multi-config-jobs").run("enable", 0).exitCode())
                .isEqualTo(3);
    }

    @Test
    void the_slow_worker_ends_with_success() throws Exception {
        Sample sample = Sample.install(root, "slow-worker");
        sample.settings("2", "{\"seconds\": 1}");

        sample.run("enable", 2);

        assertThat(sample.message("2")).isEqualTo("all 1 seconds done");
    }

    @Test
    void failing_fails_in_the_wanted_way() throws Exception {
        Sample sample = Sample.install(root, "failing");
        sample.settings("1", "{\"exitCode\": 51, \"status\": \"warning\", \"message\": \"bad luck, again\"}");

        Sample.Result result = sample.run("enable", 1);

        assertThat(result.exitCode()).isEqualTo(51);
        assertThat(sample.status("1").path("status").asText()).isEqualTo("warning");
        assertThat(sample.message("1")).isEqualTo("bad luck, again");
    }

    @Test
    void failing_can_fail_in_another_command() throws Exception {
        Sample sample = Sample.install(root, "failing");
        sample.settings("1", "{\"command\": \"install\", \"exitCode\": 7, \"status\": \"none\"}");

        assertThat(sample.run("install", 1).exitCode()).isEqualTo(7);
        assertThat(sample.run("enable", 1).exitCode()).isZero();
    }

    @Test
    void a_secret_is_decrypted_and_told_to_nobody() throws Exception {
        TenantCertificate tenant = TenantCertificate.generate(Instant.now());
        Sample sample = Sample.install(root, "protected-secret");
        Files.writeString(sample.library.resolve(tenant.thumbprint() + ".crt"), tenant.certificatePem());
        Files.writeString(sample.library.resolve(tenant.thumbprint() + ".prv"), tenant.privateKeyPem());
        String ciphertext = tenant.encrypt("{\"secret\": \"Tr0ub4dor&3\"}".getBytes(StandardCharsets.UTF_8));
        sample.settings("0", "null", '"' + ciphertext + '"', '"' + tenant.thumbprint() + '"');

        sample.run("enable", 0);

        assertThat(sample.message("0")).isEqualTo("the secret has 11 characters");
        assertThat(sample.files().values()).noneMatch(content -> content.contains("Tr0ub4dor"));
    }

    @Test
    void a_secret_for_somebody_else_is_an_error() throws Exception {
        Sample sample = Sample.install(root, "protected-secret");
        sample.settings("0", "null", "\"AAAA\"", "\"0123456789ABCDEF\"");

        sample.run("enable", 0);

        assertThat(sample.status("0").path("code").asInt()).isEqualTo(2);
    }

    @Test
    void the_daemon_outlives_enable_and_succeeds_later() throws Exception {
        Sample sample = Sample.install(root, "forking-daemon");
        sample.settings("5", "{\"seconds\": 1}");

        try {
            sample.run("enable", 5);
            assertThat(sample.status("5").path("status").asText()).isEqualTo("transitioning");
            await("the daemon's result")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> sample.status("5").path("status").asText().equals("success"));
            assertThat(sample.run("enable", 5).output()).contains("runs already");
        } finally {
            sample.run("disable", 5);
        }

        assertThat(sample.home.resolve("daemon.pid")).doesNotExist();
    }
}
