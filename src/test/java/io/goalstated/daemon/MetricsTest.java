package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.control.ControlClient;
import io.goalstated.lab.Fault;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Goal;
import io.goalstated.lab.Server;
import io.goalstated.lab.WantedHandler;
import io.goalstated.prometheus.MetricsText;
import io.goalstated.prometheus.StrictReader;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running agent says of itself in figures. */
class MetricsTest {
    private static final String A = "Test.A";

    @TempDir
    Path directory;

    @AutoClose("shutDown")
    private Vm vm;

    @BeforeEach
    void begin() throws Exception {
        vm = new Vm(directory);
        vm.offer(A, "1.0.0");
        vm.azure.publish(Goal.of(WantedHandler.of(A, "1.0.0"))).viaFabric();
        vm.boot();
        vm.await(report -> report.handlerStatus(A).equals("Ready"));
        Awaitility.await("the agent's door").until(vm::hasDoor);
    }

    private Map<String, Double> metrics() throws Exception {
        String answer = vm.door("/metrics");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Type: " + MetricsText.CONTENT_TYPE);
        return StrictReader.read(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private double figure(String name) throws Exception {
        return metrics().getOrDefault(name, Double.NaN);
    }

    @Test
    @Conforms({"OPS-55", "OPS-92"})
    void every_figure_can_be_read_by_the_strictest_reader() throws Exception {
        Map<String, Double> metrics = metrics();

        assertThat(metrics)
                .containsEntry("goalstated_goal_states_seen_total", 1.0)
                .containsEntry("goalstated_goal_states_concluded_total{result=\"carried_out\"}", 1.0)
                .containsEntry(
                        "goalstated_command_seconds_count{extension=\"Test.A\",command=\"install\",exit_code=\"0\"}",
                        1.0)
                .containsEntry(
                        "goalstated_command_seconds_count{extension=\"Test.A\",command=\"enable\",exit_code=\"0\"}",
                        1.0)
                .containsEntry("goalstated_poll_period_seconds{what=\"goal_state\"}", 1.0)
                .containsEntry("goalstated_poll_period_seconds{what=\"hint\"}", 1.0)
                .containsEntry("goalstated_poll_active", 1.0)
                .containsEntry("goalstated_polls_total{outcome=\"failed\"}", 0.0)
                .containsEntry("goalstated_queue_length{queue=\"commands\"}", 0.0)
                .containsEntry("goalstated_handlers_busy", 0.0);
        for (String some : new String[] {
            "goalstated_polls_total{outcome=\"changed\"}",
            "goalstated_poll_seconds_count",
            "goalstated_http_requests_total{endpoint=\"wire_server\",answer=\"200\"}",
            "goalstated_http_requests_total{endpoint=\"host_plugin\",answer=\"200\"}",
            "goalstated_http_connections_opened_total{endpoint=\"wire_server\"}",
            "goalstated_http_body_bytes_total{endpoint=\"wire_server\",direction=\"received\"}",
            "goalstated_http_body_bytes_total{endpoint=\"storage\",direction=\"received\"}",
            "goalstated_status_reports_total{outcome=\"delivered\"}",
            "goalstated_status_report_bytes",
            "goalstated_starts",
            "process_cpu_seconds_total",
            "process_resident_memory_bytes",
            "process_open_fds",
            "process_threads",
            "jvm_memory_bytes{area=\"heap\",what=\"used\"}"
        }) {
            assertThat(metrics.get(some)).as(some).isPositive();
        }
        assertThat(metrics).containsKeys("goalstated_goal_state_age_seconds", "goalstated_status_report_age_seconds");
        assertThat(metrics.keySet()).anyMatch(name -> name.startsWith("jvm_gc_seconds_count{"));
    }

    @Test
    void a_fault_of_the_platform_is_counted_while_it_lasts_and_once_it_is_over() throws Exception {
        vm.azure.fault(Server.WIRE, "comp=goalstate", FaultAction.status(404), Fault.ALWAYS);
        Awaitility.await("a failed look").until(() -> figure("goalstated_polls_total{outcome=\"failed\"}") > 0);
        assertThat(metrics()).containsEntry("goalstated_faults_survived_total{of=\"goal_state\"}", 0.0);

        vm.azure.clearFaults();

        Awaitility.await("the end of the fault")
                .until(() -> figure("goalstated_faults_survived_total{of=\"goal_state\"}") == 1.0);
        assertThat(metrics().get("goalstated_http_requests_total{endpoint=\"wire_server\",answer=\"404\"}"))
                .isPositive();
    }

    @Test
    void the_command_gets_them_over_the_control_socket() throws Exception {
        ControlClient client = new ControlClient(directory.resolve("root/run/goalstated/control.sock"));

        assertThat(StrictReader.read(client.text("/metrics").orElseThrow())).containsKey("goalstated_starts");
    }

    @Test
    void the_status_shows_the_rhythm_in_force() throws Exception {
        assertThat(vm.status().path("polling").path("active").asBoolean()).isTrue();
        assertThat(vm.status().path("polling").path("goalStateEverySeconds").asInt())
                .isEqualTo(1);
        assertThat(vm.status().path("polling").path("hintEverySeconds").asInt()).isEqualTo(1);
    }
}
