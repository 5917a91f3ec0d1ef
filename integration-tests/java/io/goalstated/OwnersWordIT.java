package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.Switch;
import io.goalstated.lab.WantedHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent against a whole fake Azure: what the owner allows, and when Azure asks to wait. */
class OwnersWordIT {
    private static final String HELLO = "Contoso.Samples.Hello";

    @TempDir
    Path root;

    private AgentAndAzure vm;

    @BeforeEach
    void open_the_platform() throws Exception {
        vm = new AgentAndAzure(root);
        vm.azure.offer(Path.of("extension-samples/shell-hello"), "1.0.0");
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private void policy(String list) throws IOException {
        Path file = root.resolve("etc/waagent_policy.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {\"allowListedExtensionsOnly\": true,"
                        + " \"extensions\": {" + list + "}}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static boolean isReady(StatusReport report) {
        return report.handlerStatus(HELLO).equals("Ready")
                && report.extensionStatus(HELLO).equals("success");
    }

    @Test
    @Conforms({"02#109", "OPS-122"})
    void a_changed_policy_file_counts_without_a_new_goal_state() throws Exception {
        policy("");
        vm.azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0"))).viaFastTrack();
        vm.startAgent();
        StatusReport denied = vm.status(report -> report.handlerStatus(HELLO).equals("NotReady"));
        assertThat(denied.handler(HELLO).orElseThrow().path("code").asInt()).isEqualTo(1009);
        String etag = vm.azure.etag();

        policy("\"" + HELLO + "\": {}");

        assertThat(vm.status(OwnersWordIT::isReady).sequenceNumber(HELLO)).isZero();
        assertThat(vm.azure.etag()).isEqualTo(etag);
        assertThat(root.resolve("var/lib/waagent/history"))
                .isDirectoryRecursivelyContaining("glob:**/waagent_policy.json");
    }

    @Test
    @Conforms({"02#56", "02#110"})
    void a_goal_state_on_hold_waits_until_the_hold_is_lifted() throws Exception {
        vm.azure.turn(Switch.ON_HOLD, true);
        vm.azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0"))).viaFabric();
        int incarnation = vm.azure.incarnation();
        vm.startAgent();
        StatusReport held = vm.status(report -> true);
        assertThat(held.handlers()).isEmpty();
        assertThat(held.document()
                        .at("/aggregateStatus/guestAgentStatus/status")
                        .asText())
                .isEqualTo("Ready");
        assertThat(held.document().at("/aggregateStatus/vmArtifactsAggregateStatus/goalStateAggregateStatus"))
                .isEmpty();
        assertThat(root.resolve("var/lib/waagent/" + HELLO + "-1.0.0")).doesNotExist();

        vm.azure.turn(Switch.ON_HOLD, false);

        vm.status(OwnersWordIT::isReady);
        assertThat(vm.azure.incarnation()).isEqualTo(incarnation);
    }

    @Test
    @Conforms("02#57")
    void the_owner_can_have_holds_ignored_on_both_channels() throws Exception {
        vm.azure.turn(Switch.ON_HOLD, true);
        vm.azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0"))).viaFastTrack();
        vm.startAgent("EnableOverProvisioning=n");
        vm.status(OwnersWordIT::isReady);

        vm.azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0").sequence(1))).viaFabric();

        vm.status(report -> isReady(report) && report.sequenceNumber(HELLO) == 1);
    }
}
