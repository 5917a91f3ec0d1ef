package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.Operation;
import io.goalstated.policy.InvalidPolicy;
import io.goalstated.polling.PollingView;
import io.goalstated.prometheus.Histogram;
import io.goalstated.provision.ProvisioningState;
import io.goalstated.provision.ProvisioningView;
import io.goalstated.report.Condition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Duration OFTEN = Duration.ofSeconds(6);

    private final Conditions conditions = new Conditions();

    private static PollingView polling(Optional<Duration> sinceSuccess, Optional<String> lastError, Duration every) {
        return new PollingView(
                Optional.empty(),
                Optional.empty(),
                sinceSuccess,
                lastError,
                lastError.isPresent() ? 9 : 0,
                10,
                1,
                9,
                0,
                false,
                every,
                Optional.empty(),
                new Histogram());
    }

    private static PollingView silent(Duration time, Duration every) {
        return polling(Optional.of(time), Optional.of("connection refused"), every);
    }

    private static ProvisioningView provisioning(ProvisioningState state) {
        return new ProvisioningView(
                state, Optional.empty(), 3, Optional.of("no disc"), Instant.EPOCH, state.releasesExtensions());
    }

    private static InvalidPolicy policy() {
        return new InvalidPolicy("/etc/waagent_policy.json", "it is empty", true);
    }

    private List<String> told() {
        return conditions.worstFirst().stream().map(Condition::toString).toList();
    }

    private List<String> codes() {
        return conditions.worstFirst().stream().map(Condition::code).toList();
    }

    @Test
    @Conforms("OPS-124")
    void a_healthy_agent_has_nothing_to_tell() {
        conditions
                .halted(Optional.empty())
                .disk(Optional.empty())
                .polling(polling(Optional.of(Duration.ofSeconds(14)), Optional.empty(), Duration.ofSeconds(15)))
                .policy(Optional.empty())
                .provisioning(Optional.of(provisioning(ProvisioningState.PROVISIONED)))
                .machine(Map.of(), List.of());

        assertThat(told()).isEmpty();
    }

    @Test
    @Conforms("OPS-124")
    void the_worst_comes_first_whoever_speaks_first() {
        conditions
                .machine(Map.of(Operation.FIREWALL, List.of("no tool")), List.of("too much"))
                .provisioning(Optional.of(provisioning(ProvisioningState.FAILED)))
                .policy(Optional.of(policy()))
                .polling(silent(Duration.ofMinutes(12), OFTEN))
                .disk(Optional.of("/var: Read-only file system"))
                .halted(Optional.of(new IOException("/run is full")));

        assertThat(codes())
                .containsExactly(
                        "E-HALTED",
                        "E-DISK",
                        "E-GOALSTATE-STALE",
                        "E-POLICY-INVALID",
                        "E-PROVISIONING",
                        "W-FIREWALL",
                        "W-RESOURCES");
    }

    @Test
    @Conforms("OPS-124")
    void only_what_stops_all_extensions_takes_ready_away() {
        conditions
                .halted(Optional.of(new IOException("/run is full")))
                .disk(Optional.of("full"))
                .polling(silent(Duration.ofDays(1), OFTEN))
                .policy(Optional.of(policy()))
                .machine(Map.of(Operation.FIREWALL, List.of("no tool")), List.of());

        assertThat(conditions.worstFirst().stream()
                        .filter(Condition::stopsExtensions)
                        .map(Condition::toString))
                .containsExactly(
                        "[E-HALTED] no extension can be processed until the agent is started again: /run is full");
    }

    @Test
    @Conforms("OPS-124")
    void a_goal_state_is_stale_after_five_minutes_without_an_answer_and_says_how_long_and_why() {
        conditions.polling(silent(Duration.ofSeconds(299), OFTEN));
        assertThat(told()).isEmpty();

        conditions.polling(silent(Duration.ofSeconds(750), OFTEN));

        assertThat(told())
                .containsExactly("[E-GOALSTATE-STALE 12m] the goal state cannot be read; the last one stays in force:"
                        + " connection refused");
    }

    @Test
    void a_look_that_hangs_makes_a_goal_state_stale_too() {
        conditions.polling(polling(Optional.of(Duration.ofMinutes(6)), Optional.empty(), OFTEN));

        assertThat(codes()).containsExactly("E-GOALSTATE-STALE");
    }

    @Test
    void who_asks_rarely_waits_for_two_periods() {
        Duration rarely = Duration.ofMinutes(10);
        conditions.polling(silent(Duration.ofMinutes(19), rarely));
        assertThat(told()).isEmpty();

        conditions.polling(silent(Duration.ofMinutes(20), rarely));

        assertThat(codes()).containsExactly("E-GOALSTATE-STALE");
    }

    @Test
    void an_agent_that_never_had_a_goal_state_has_no_stale_one() {
        conditions.polling(polling(Optional.empty(), Optional.of("connection refused"), OFTEN));

        assertThat(told()).isEmpty();
    }

    @Test
    @Conforms("OPS-124")
    void a_full_disk_has_a_code_of_its_own() {
        conditions.disk(Optional.of("/var/lib/waagent/x: No space left on device"));

        assertThat(told())
                .containsExactly("[E-DISKFULL] the disk is full; extensions go on when there is space again:"
                        + " /var/lib/waagent/x: No space left on device");
    }

    @Test
    @Conforms("OPS-124")
    void an_unusable_policy_is_named_with_what_is_wrong_with_it() {
        conditions.policy(Optional.of(policy()));

        assertThat(told())
                .containsExactly("[E-POLICY-INVALID] the policy file cannot be used, so that no extension is enabled:"
                        + " /etc/waagent_policy.json: it is empty");
    }

    @Test
    @Conforms("OPS-124")
    void troubles_of_the_machine_are_warnings_and_those_that_nobody_is_told_of_stay_unsaid() {
        conditions.machine(
                Map.of(
                        Operation.FIREWALL, List.of("no tool", "no boot"),
                        Operation.CGROUPS_DISABLED, List.of("it is lifted"),
                        Operation.HOSTNAME_PUBLISHING, List.of("no DHCP")),
                List.of("a.slice is not limited"));

        assertThat(told())
                .containsExactly(
                        "[W-FIREWALL] the firewall of the wireserver is not as it should be: no tool; no boot",
                        "[W-RESOURCES] limits of processor and memory are not as they should be: a.slice is not"
                                + " limited; quota of the agent: it is lifted");
    }

    @Test
    void provisioning_that_is_still_tried_is_no_failure() {
        conditions.provisioning(Optional.of(provisioning(ProvisioningState.WAITING)));

        assertThat(told()).isEmpty();
    }
}
