package io.goalstated.environment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.PausableOffload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnvironmentMonitorTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<String> problems = new ArrayList<>();

    private static final class Counting implements Watch {
        private Duration period;
        private boolean fails;
        private boolean wanted = true;
        private int looks;

        Counting(Duration period, boolean fails) {
            this.period = period;
            this.fails = fails;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Duration period() {
            return period;
        }

        @Override
        public boolean isWanted() {
            return wanted;
        }

        @Override
        public Report look() throws IOException {
            looks++;
            if (fails) {
                throw new IOException("no luck");
            }
            return Report.NOTHING;
        }
    }

    private EnvironmentMonitor monitor(Watch... watches) {
        return new EnvironmentMonitor(
                timers, new DirectOffload(), List.of(watches), (watch, problem) -> problems.add(problem));
    }

    @Test
    void every_watch_looks_at_once_and_then_at_its_period() {
        Counting fast = new Counting(Duration.ofSeconds(30), false);
        Counting slow = new Counting(Duration.ofMinutes(5), false);

        monitor(fast, slow).start();
        timers.advance(Duration.ofSeconds(299));

        assertThat(fast.looks).isEqualTo(10);
        assertThat(slow.looks).isEqualTo(1);
    }

    @Test
    void a_watch_that_fails_stops_neither_itself_nor_others() {
        Counting bad = new Counting(Duration.ofSeconds(30), true);
        Counting good = new Counting(Duration.ofSeconds(30), false);

        monitor(bad, good).start();
        timers.advance(Duration.ofMinutes(1));

        assertThat(bad.looks).isEqualTo(3);
        assertThat(problems).containsOnly("no luck");
        assertThat(good.looks).isEqualTo(3);
    }

    @Test
    @Conforms("OPS-124")
    void what_is_wrong_is_known_until_a_look_finds_it_right_or_nobody_wants_one() {
        Counting mended = new Counting(Duration.ofSeconds(30), true);
        Counting dropped = new Counting(Duration.ofSeconds(60), true);
        EnvironmentMonitor monitor = monitor(mended, dropped, new Counting(Duration.ofSeconds(30), false));
        monitor.start();
        assertThat(monitor.problems())
                .containsOnly(Map.entry(mended, List.of("no luck")), Map.entry(dropped, List.of("no luck")));

        mended.fails = false;
        timers.advance(Duration.ofSeconds(30));
        assertThat(monitor.problems()).containsOnlyKeys(dropped);
        dropped.wanted = false;
        timers.advance(Duration.ofSeconds(30));

        assertThat(monitor.problems()).isEmpty();
    }

    @Test
    void what_is_not_wanted_is_asked_again_later() {
        Counting watch = new Counting(Duration.ofSeconds(30), false);
        watch.wanted = false;
        monitor(watch).start();
        timers.advance(Duration.ofSeconds(45));
        watch.wanted = true;

        timers.advance(Duration.ofSeconds(15));

        assertThat(watch.looks).isEqualTo(1);
    }

    @Test
    void a_stopped_monitor_leaves_no_timer() {
        EnvironmentMonitor monitor = monitor(new Counting(Duration.ofSeconds(30), false));
        monitor.start();

        monitor.stop();

        assertThat(timers.waiting()).isZero();
    }

    @Test
    @Conforms("03#92")
    void the_same_complaint_is_told_three_times_and_then_twice_a_day() {
        Complaints complaints = new Complaints();
        Duration period = Duration.ofSeconds(30);

        long told = IntStream.range(0, (int) (Duration.ofDays(1).toSeconds() / 30))
                .filter(i -> complaints.isWorthTelling(
                        "no tool", period.multipliedBy(i).toNanos()))
                .count();

        assertThat(told).isEqualTo(4);
        assertThat(complaints.isWorthTelling("something else", 0)).isTrue();
    }

    @Test
    @Conforms("OPS-66")
    void what_the_owner_changes_is_looked_at_at_once_and_not_only_when_the_old_period_is_over() {
        Counting watch = new Counting(Duration.ofDays(1), false);
        EnvironmentMonitor monitor = monitor(watch);
        monitor.start();
        watch.period = Duration.ofSeconds(30);

        monitor.lookAgain();

        assertThat(watch.looks).isEqualTo(2);
        assertThat(timers.waiting()).isEqualTo(1);
        timers.advance(Duration.ofSeconds(30));
        assertThat(watch.looks).isEqualTo(3);
    }

    @Test
    void a_look_that_a_change_has_overtaken_is_followed_by_another_one() {
        Counting watch = new Counting(Duration.ofDays(1), false);
        PausableOffload offload = new PausableOffload();
        EnvironmentMonitor monitor =
                new EnvironmentMonitor(timers, offload, List.of(watch), (from, problem) -> problems.add(problem));
        offload.pause();
        monitor.start();

        monitor.lookAgain();
        offload.goOn();

        assertThat(watch.looks).isEqualTo(2);
        assertThat(timers.waiting()).isEqualTo(1);
    }
}
