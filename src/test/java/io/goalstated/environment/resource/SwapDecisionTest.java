package io.goalstated.environment.resource;

import static io.goalstated.environment.resource.SwapDecision.Step.CLOSE;
import static io.goalstated.environment.resource.SwapDecision.Step.DELETE;
import static io.goalstated.environment.resource.SwapDecision.Step.SWITCH_OFF;
import static io.goalstated.environment.resource.SwapDecision.Step.SWITCH_ON;
import static io.goalstated.environment.resource.SwapDecision.Step.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.environment.resource.SwapDecision.Facts;
import org.junit.jupiter.api.Test;

class SwapDecisionTest {
    private static final long MB = 1 << 20;

    private static Facts file(long megabytes, boolean active, boolean closed) {
        return new Facts(megabytes * MB, true, active, closed, 1000 * MB, 2000 * MB, false);
    }

    private static final Facts NO_FILE = new Facts(-1, false, false, false, 1000 * MB, 2000 * MB, false);

    @Test
    void the_right_file_in_use_needs_nothing() {
        assertThat(SwapDecision.decide(file(64, true, true), 64).steps()).isEmpty();
    }

    @Test
    void an_open_file_is_closed_to_others() {
        assertThat(SwapDecision.decide(file(64, true, false), 64).steps()).containsExactly(CLOSE);
        assertThat(SwapDecision.decide(file(64, false, false), 64).steps()).containsExactly(CLOSE, SWITCH_ON);
    }

    @Test
    void after_a_boot_the_file_is_switched_on() {
        assertThat(SwapDecision.decide(file(64, false, true), 64).steps()).containsExactly(SWITCH_ON);
    }

    @Test
    void a_file_of_another_size_is_made_anew() {
        assertThat(SwapDecision.decide(file(32, true, true), 64).steps())
                .containsExactly(SWITCH_OFF, DELETE, WRITE, SWITCH_ON);
        assertThat(SwapDecision.decide(file(32, false, true), 64).steps()).containsExactly(DELETE, WRITE, SWITCH_ON);
    }

    @Test
    void no_file_is_made() {
        assertThat(SwapDecision.decide(NO_FILE, 64).steps()).containsExactly(WRITE, SWITCH_ON);
    }

    @Test
    void a_tenth_of_the_disk_stays_free() {
        assertThat(SwapDecision.decide(NO_FILE, 800).refusal()).isEmpty();
        assertThat(SwapDecision.decide(NO_FILE, 801).refusal()).contains("not enough room");
        assertThat(SwapDecision.decide(file(32, false, true), 832).refusal()).isEmpty();
    }

    @Test
    void refusals_name_the_reason() {
        assertThat(SwapDecision.decide(NO_FILE, 0).refusal()).isEqualTo("Invalid swap size [0]");
        assertThat(SwapDecision.decide(new Facts(1, false, false, true, MB, MB, false), 1)
                        .refusal())
                .contains("no plain file");
        assertThat(SwapDecision.decide(new Facts(-1, false, false, true, 100 * MB, MB, true), 1)
                        .refusal())
                .contains("compression");
    }
}
