package io.goalstated.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {
    @ParameterizedTest(name = "period {0}, {1} s after a change, hints {2}, failed {3}: goal state {4} s, hint {5} s")
    @Conforms({"OPS-2", "01#14.2"})
    @CsvSource({
        // configured, since change, hints, failed, goal state, hint (0: none)
        "6,  0,   true,  false, 1,  1",
        "6,  59,  true,  false, 1,  1",
        "6,  60,  true,  false, 15, 2",
        "6,  119, true,  true,  6,  2",
        "6,  120, true,  false, 15, 3",
        "6,  900, true,  false, 15, 3",
        "6,  900, true,  true,  6,  3",
        "6,  0,   false, false, 1,  0",
        "6,  900, false, false, 6,  0",
        "2,  900, true,  false, 2,  2",
        "2,  900, false, false, 2,  0",
        "60, 90,  true,  false, 60, 60",
        "60, 900, true,  false, 60, 60",
        "60, 900, false, false, 60, 0",
        "60, 5,   true,  false, 1,  1",
        "0,  900, true,  false, 15, 3",
    })
    void intervals_follow_the_moment(
            long period, long sinceChange, boolean hints, boolean failed, long goalState, long hint) {
        Rhythm rhythm = new Rhythm(() -> PollingSettings.of(period, true, true, true));
        Rhythm.Moment moment = new Rhythm.Moment(Optional.of(Duration.ofSeconds(sinceChange)), hints, failed);

        assertThat(rhythm.goalState(moment)).isEqualTo(Duration.ofSeconds(goalState));
        assertThat(rhythm.hint(moment)).isEqualTo(hint == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(hint)));
    }

    @Test
    @Conforms("OPS-2")
    void with_extensions_disabled_everything_waits_five_minutes() {
        Rhythm rhythm = new Rhythm(() -> PollingSettings.of(2, false, true, true));
        Rhythm.Moment justChanged = new Rhythm.Moment(Optional.of(Duration.ZERO), true, true);

        assertThat(rhythm.goalState(justChanged)).isEqualTo(Duration.ofMinutes(5));
        assertThat(rhythm.hint(justChanged)).contains(Duration.ofMinutes(5));
    }

    @Test
    @Conforms("OPS-2")
    void with_fast_track_switched_off_nobody_asks_for_hints() {
        Rhythm rhythm = new Rhythm(() -> PollingSettings.of(6, true, false, true));

        assertThat(rhythm.hint(new Rhythm.Moment(Optional.empty(), true, false)))
                .isEmpty();
    }

    @Test
    void a_period_that_the_owner_changes_is_kept_from_then_on() {
        AtomicReference<PollingSettings> settings = new AtomicReference<>(PollingSettings.DEFAULT);
        Rhythm rhythm = new Rhythm(settings::get);
        Rhythm.Moment idle = new Rhythm.Moment(Optional.empty(), true, false);
        assertThat(rhythm.goalState(idle)).isEqualTo(Rhythm.IDLE_GOAL_STATE);

        settings.set(PollingSettings.of(60, true, true, true));

        assertThat(rhythm.goalState(idle)).isEqualTo(Duration.ofSeconds(60));
    }
}
