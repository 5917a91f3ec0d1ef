package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void pauses_grow_like_fibonacci_up_to_a_minute() {
        List<Long> seconds = new ArrayList<>();
        for (int made = 1; made <= 9; made++) {
            seconds.add(RetryPolicy.DEFAULT.pause(made, false).toSeconds());
        }

        assertThat(seconds).containsExactly(2L, 3L, 5L, 8L, 13L, 21L, 34L, 55L, 60L);
    }

    @Test
    void a_throttling_server_is_asked_evenly_and_more_often() {
        assertThat(RetryPolicy.DEFAULT.pause(20, true)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryPolicy.DEFAULT.attempts(true)).isEqualTo(25);
        assertThat(RetryPolicy.DEFAULT.atMost(3).attempts(true)).isEqualTo(3);
        assertThat(RetryPolicy.DEFAULT.withAttempts(40).attempts(true)).isEqualTo(40);
    }

    @Test
    void huge_attempt_counts_do_not_overflow() {
        assertThat(RetryPolicy.DEFAULT.pause(Integer.MAX_VALUE, false)).isEqualTo(RetryPolicy.LONGEST_PAUSE);
    }
}
