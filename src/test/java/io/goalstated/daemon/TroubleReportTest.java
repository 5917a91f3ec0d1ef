package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import io.goalstated.platform.Disk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the platform is told of the agent itself while something is wrong, and afterwards. */
class TroubleReportTest {
    private static final String A = "Test.A";
    private static final String HEALTHY = "Guest Agent is running";

    @TempDir
    Path directory;

    @AutoClose("shutDown")
    private Vm vm;

    @BeforeEach
    void begin() throws Exception {
        vm = new Vm(directory);
        vm.offer(A, "1.0.0");
    }

    private static JsonNode agent(StatusReport report) {
        return report.document().path("aggregateStatus").path("guestAgentStatus");
    }

    private static String message(StatusReport report) {
        return agent(report).path("formattedMessage").path("message").asText();
    }

    @Test
    @Conforms("OPS-124")
    void an_unusable_policy_stands_in_front_until_it_is_mended_and_the_agent_stays_ready() throws Exception {
        Path policy = Files.createDirectories(directory.resolve("root/etc")).resolve("waagent_policy.json");
        Files.writeString(policy, "{");
        StatusReport report = vm.boot().publish(Goal.EMPTY, r -> message(r).startsWith("[E-POLICY-INVALID] "));
        String shown = vm.status().path("conditions").path(0).path("code").asText();

        Files.delete(policy);
        StatusReport after = vm.publish(Goal.EMPTY, r -> message(r).equals(HEALTHY));

        assertThat(agent(report).path("status").asText()).isEqualTo("Ready");
        assertThat(message(report)).contains("/etc/waagent_policy.json: ");
        assertThat(shown).isEqualTo("E-POLICY-INVALID");
        assertThat(agent(after).path("status").asText()).isEqualTo("Ready");
        assertThat(vm.status().has("conditions")).isFalse();
    }

    @Test
    @Conforms("OPS-124")
    void a_disk_that_refuses_changes_stands_in_front_until_it_takes_them() throws Exception {
        vm.boot().publish(Goal.EMPTY, r -> message(r).equals(HEALTHY));
        Path journal = vm.lib().resolve("goalstated/journal");
        new Disk().deleteTree(journal);
        Files.writeString(journal, "in the way");

        vm.azure.publish(Goal.of(WantedHandler.of(A, "1.0.0"))).viaFabric();
        StatusReport report = vm.await(r -> message(r).startsWith("[E-DISK] "));
        Files.delete(journal);
        StatusReport after = vm.await(
                r -> r.extensionStatus(A).equals("success") && message(r).equals(HEALTHY));

        assertThat(agent(report).path("status").asText()).isEqualTo("Ready");
        assertThat(agent(after).path("status").asText()).isEqualTo("Ready");
    }
}
