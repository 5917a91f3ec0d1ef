package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.Usage;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.GroupCount;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.goalstated.supervise.SupervisionView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What becomes of what was measured: spec 04 §3.2 and §6.5. */
class ResourceUseTest {
    private static final String CHECKED = "Debug.EnableAgentMemoryUsageCheck=y\nDebug.AgentMemoryQuota=200000000\n";

    private final List<Metric> metrics = new ArrayList<>();
    private final List<AgentEvent> told = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private boolean busy;

    private ResourceUse use(String configuration) {
        Setup setup = new Setup(
                new SystemRoot(Path.of("/nowhere")),
                Configuration.of(List.of(ConfigFile.parse("f", configuration))),
                "f",
                Map.of(),
                AgentVersion.current());
        Events events = new Events() {
            @Override
            public void tell(AgentEvent event) {
                told.add(event);
            }

            @Override
            public void measured(Metric metric) {
                metrics.add(metric);
            }
        };
        return new ResourceUse(setup, new ManualTimers(), events, new Work(), ends::add);
    }

    private final class Work implements ResourceUse.Work {
        @Override
        public SupervisionView view() {
            SupervisionView.HandlerView handler = new SupervisionView.HandlerView(
                    new HandlerName("Contoso.Some-Thing"),
                    new VersionNumber("1.2.3"),
                    HandlerState.ENABLED,
                    false,
                    true,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
            return new SupervisionView(Optional.empty(), List.of(handler), List.of());
        }

        @Override
        public boolean isBusy() {
            return busy;
        }
    }

    private static Usage used(Usage.Owner owner, String unit, long bytes) {
        GroupCount count = new GroupCount(
                Optional.of(Duration.ofSeconds(3)),
                Optional.empty(),
                OptionalLong.of(bytes),
                OptionalLong.of(1_000_000_000),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Usage(owner, unit, OptionalDouble.of(12.34), Optional.empty(), count);
    }

    private static Measurement measured(Usage... usages) {
        return new Measurement(List.of(usages), Optional.empty());
    }

    private static Measurement agentUses(long bytes) {
        return measured(used(Usage.Owner.AGENT, "goalstated.service", bytes));
    }

    @Test
    void the_platform_is_told_of_a_slice_by_the_full_name_of_its_handler() {
        use("").measured(measured(
                used(Usage.Owner.EXTENSION, "azure-vmextensions-Contoso.Some_Thing.slice", 1),
                used(Usage.Owner.EXTENSION, "azure-vmextensions-Contoso.Gone.slice", 1)));

        assertThat(metrics)
                .contains(
                        new Metric("CPU", "% Processor Time", "Contoso.Some-Thing-1.2.3", 12.34),
                        new Metric("CPU", "% Processor Time", "azure-vmextensions-Contoso.Gone.slice", 12.34));
    }

    @Test
    void an_agent_that_holds_more_memory_than_its_owner_wants_ends_to_be_started_again() {
        use(CHECKED).measured(agentUses(200_000_001));

        assertThat(ends)
                .containsExactly("The agent uses 200000001 bytes of memory, more than the 200000000 of"
                        + " Debug.AgentMemoryQuota: it ends, to be started again");
        assertThat(told).extracting(AgentEvent::message).isEqualTo(ends);
    }

    @Test
    void it_stays_at_its_quota_without_the_check_and_while_anything_is_under_way() {
        use(CHECKED).measured(agentUses(200_000_000));
        use("Debug.AgentMemoryQuota=200000000\n").measured(agentUses(500_000_000));
        busy = true;
        use(CHECKED).measured(agentUses(500_000_000));

        assertThat(ends).isEmpty();
    }

    @Test
    @Conforms("OPS-69")
    void what_was_meant_for_a_python_process_counts_as_128_mebibytes() {
        String python = "Debug.EnableAgentMemoryUsageCheck=y\nDebug.AgentMemoryQuota=31457280\n";
        use(python).measured(agentUses(128 << 20));
        assertThat(ends).isEmpty();

        use(python).measured(agentUses((128 << 20) + 1));

        assertThat(ends).hasSize(1);
    }

    @Test
    @Conforms("OPS-92")
    void status_and_metrics_show_the_latest() {
        ResourceUse use = use("");
        use.measured(agentUses(50 << 20));

        assertThat(new StatusAnswer(Instant.EPOCH).use(use.latest()).document().path("use"))
                .hasToString("[{\"of\":\"agent\",\"unit\":\"goalstated.service\",\"processorPercent\":12.3,"
                        + "\"memoryBytes\":52428800,\"cacheBytes\":1000000000}]");
        assertThat(new MetricsAnswer(Instant.EPOCH).use(use.latest()).toString())
                .contains(
                        "goalstated_unit_cpu_seconds_total{of=\"agent\",unit=\"goalstated.service\"} 3\n",
                        "goalstated_unit_memory_bytes{of=\"agent\",unit=\"goalstated.service\",what=\"anonymous\"}"
                                + " 52428800\n");
    }
}
