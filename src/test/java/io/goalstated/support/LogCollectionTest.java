package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.event.Operation;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCollectionTest {
    private static final Duration DELAY = Duration.ofMinutes(5);

    @TempDir
    Path root;

    private final ManualTimers timers = new ManualTimers();
    private final List<AgentEvent> told = new ArrayList<>();
    private final List<Long> given = new ArrayList<>();
    private Future<Void> answer = Future.succeededFuture();
    private boolean wanted = true;
    private Duration period = Duration.ofHours(1);
    private Vm vm;
    private LogCollection collection;

    @BeforeEach
    void start() throws IOException {
        vm = new Vm(root);
        vm.write("/var/log/waagent.log", "a line\n");
        Events events = new Events() {
            @Override
            public void tell(AgentEvent event) {
                told.add(event);
            }

            @Override
            public void measured(Metric metric) {}
        };
        collection = new LogCollection(
                new Shell(
                        timers,
                        () -> Vm.NOW.plusNanos(timers.nanoTime()),
                        new DirectOffload(),
                        new Disk(),
                        new SystemRoot(root)),
                Vm.PLACES,
                archive -> {
                    given.add(Duration.ofNanos(timers.nanoTime()).toSeconds());
                    return answer;
                },
                events,
                new Choices(() -> wanted, () -> period));
        collection.start(DELAY);
    }

    private Path archive() {
        return vm.place("/var/lib/waagent/logcollector/logs.zip");
    }

    @Test
    @Conforms("OPS-83")
    void logs_are_collected_after_the_first_delay_and_then_once_a_period() {
        timers.advance(DELAY.minusSeconds(1));
        assertThat(given).isEmpty();

        timers.advance(Duration.ofHours(2).plusMinutes(10));

        assertThat(given).containsExactly(300L, 3900L, 7500L);
        assertThat(told).hasSize(3).allMatch(event -> event.success() && event.operation() == Operation.LOG_COLLECTION);
        assertThat(told.get(0).message()).contains("\"Total Uncompressed File Size (B)\": 7", "\"Files\": 1");
    }

    @Test
    @Conforms("OPS-87")
    void machines_without_control_groups_have_their_logs_collected_too() throws IOException {
        assertThat(root.resolve("sys/fs/cgroup")).doesNotExist();

        timers.advance(DELAY.plusMinutes(1));

        assertThat(given).hasSize(1);
    }

    @Test
    void a_platform_that_does_not_take_them_is_told_of_once_and_asked_again_after_a_period() {
        answer = Future.failedFuture("503 busy");
        timers.advance(DELAY.plusMinutes(1));

        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.success()).isFalse();
            assertThat(event.message()).isEqualTo("503 busy");
        });

        answer = Future.succeededFuture();
        timers.advance(period);
        assertThat(given).hasSize(2);
        assertThat(told.get(1).success()).isTrue();
    }

    @Test
    void an_owner_who_does_not_want_it_has_none_until_he_does() {
        wanted = false;
        timers.advance(Duration.ofHours(3));
        assertThat(given).isEmpty();
        assertThat(archive()).doesNotExist();

        wanted = true;
        timers.advance(period);
        assertThat(given).hasSize(1);
    }

    @Test
    @Conforms("OPS-83")
    void another_period_counts_from_the_last_collection() {
        timers.advance(DELAY.plusSeconds(600));

        period = Duration.ofMinutes(15);
        collection.reconfigured();
        timers.advance(Duration.ofSeconds(299));
        assertThat(given).hasSize(1);
        timers.advance(Duration.ofSeconds(2));
        assertThat(given).hasSize(2);
    }

    @Test
    void a_change_of_other_keys_brings_no_collection_forward() {
        collection.reconfigured();
        timers.advance(DELAY.minusSeconds(1));
        assertThat(given).isEmpty();

        timers.advance(Duration.ofSeconds(2));
        collection.reconfigured();
        timers.advance(Duration.ofMinutes(1));
        assertThat(given).hasSize(1);
    }

    @Test
    void no_more_than_a_mebibyte_is_read_in_a_second() throws IOException {
        vm.write("/var/log/waagent.log", "0123456789abcde\n".repeat(10 << 16));

        timers.advance(DELAY.plusSeconds(9));
        assertThat(given).isEmpty();

        timers.advance(Duration.ofSeconds(2));
        assertThat(given).hasSize(1);
    }

    @Test
    void an_agent_that_stops_gives_up_its_collection_at_once_and_leaves_nothing() throws IOException {
        vm.write("/var/log/waagent.log", "0123456789abcde\n".repeat(10 << 16));
        timers.advance(DELAY.plusSeconds(3));

        Future<Void> stopped = collection.stop();

        assertThat(stopped.succeeded()).isTrue();
        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector"))).isEmpty();
        assertThat(timers.waiting()).isZero();
        assertThat(given).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    @Conforms("OPS-87")
    void an_archive_goes_a_day_after_it_was_given_to_the_platform() throws IOException {
        timers.advance(DELAY.plusMinutes(1));
        wanted = false;
        assertThat(archive()).exists();

        timers.advance(Duration.ofHours(23));
        assertThat(archive()).exists();
        timers.advance(Duration.ofHours(2));

        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector"))).isEmpty();
    }

    @Test
    @Conforms("OPS-87")
    void an_archive_that_an_earlier_agent_has_left_goes_too() throws IOException {
        wanted = false;
        vm.write("/var/lib/waagent/logcollector/logs.zip", "old");
        vm.write("/var/lib/waagent/logcollector/results.txt", "old");
        Files.setLastModifiedTime(archive(), FileTime.from(Vm.NOW.minus(Duration.ofHours(23))));

        timers.advance(Duration.ofMinutes(30));
        assertThat(archive()).exists();
        timers.advance(Duration.ofHours(1));

        assertThat(new Disk().list(vm.place("/var/lib/waagent/logcollector"))).isEmpty();
    }
}
