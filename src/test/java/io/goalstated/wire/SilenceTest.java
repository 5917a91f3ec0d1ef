package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.ManualTimers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Silence.Limits LIMITS =
            new Silence.Limits(Duration.ofSeconds(10), Duration.ofMinutes(10), 60_000);

    private final ManualTimers timers = new ManualTimers();
    private boolean ended;
    private final Silence silence = new Silence(timers, LIMITS, () -> ended = true);

    /** So many bytes each second. */
    private void trickle(int bytes, int seconds) {
        for (int i = 0; i < seconds && !ended; i++) {
            timers.advance(Duration.ofSeconds(1));
            silence.broken(bytes);
        }
    }

    @Test
    void ten_seconds_of_silence_end_an_answer() {
        trickle(5000, 3);

        timers.advance(Duration.ofSeconds(10));

        assertThat(ended).isTrue();
        assertThat(silence.verdict()).containsInstanceOf(TimeoutException.class);
    }

    @Test
    void a_steady_answer_goes_on_up_to_its_longest_time() {
        trickle(5000, 599);
        assertThat(ended).isFalse();

        trickle(5000, 10);

        assertThat(ended).isTrue();
    }

    @Test
    void a_trickle_is_ended_soon_after_a_minute() {
        trickle(10, 75);

        assertThat(ended).isTrue();
    }

    @Test
    void a_slow_minute_after_fast_ones_counts_too() {
        trickle(5000, 125);
        assertThat(ended).isFalse();

        trickle(10, 130);

        assertThat(ended).isTrue();
    }

    @Test
    void nothing_is_ended_once_the_answer_is_there() {
        silence.stop();

        timers.advance(Duration.ofHours(1));

        assertThat(ended).isFalse();
    }
}
