package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private boolean busy;
    private boolean transitioning;
    private int pokes;
    private int refreshes;

    private final Attention attention =
            new Attention(() -> busy, () -> transitioning, () -> pokes++, () -> refreshes++);

    @Test
    @Conforms("01#14.2")
    void the_platform_is_asked_often_while_an_extension_is_transitioning() {
        transitioning = true;

        attention.tick();
        attention.tick();

        assertThat(pokes).isEqualTo(2);
    }

    @Test
    void the_platform_is_asked_often_while_the_agent_has_work() {
        busy = true;

        attention.workChanged();
        attention.tick();

        assertThat(pokes).isEqualTo(2);
    }

    @Test
    @Conforms("01#14.2")
    void who_wants_the_goal_state_of_this_moment_gets_it_and_a_minute_of_attention() {
        attention.wanted();

        assertThat(refreshes).isEqualTo(1);
        assertThat(pokes).isEqualTo(1);
    }

    @Test
    void a_vm_in_which_nothing_goes_on_is_left_alone() {
        attention.workChanged();
        attention.tick();

        assertThat(pokes).isZero();
    }
}
