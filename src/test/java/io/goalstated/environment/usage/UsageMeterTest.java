package io.goalstated.environment.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.goalstated.Conforms;
import io.goalstated.event.Metric;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measuring on a made-up machine with cgroup v2 (spec 04 §6.5):
 *
 * <pre>
 * azure.slice/goalstated.service                                        the agent
 * azure.slice/azure-vmextensions.slice/azure-vmextensions-Test.A.slice  a handler, with a quota
 * …/enable_1.scope                                                      one process of its
 * system.slice/a.service                                                a service of its
 * </pre>
 */
class UsageMeterTest {
    private static final String SLICE = "azure-vmextensions-Test.A.slice";
    private static final String HANDLER = "azure.slice/azure-vmextensions.slice/" + SLICE;
    private static final Duration PERIOD = Duration.ofMinutes(5);

    @TempDir
    Path scratch;

    private final ManualTimers timers = new ManualTimers();
    private final List<Measurement> measured = new ArrayList<>();
    private final UsageMetrics metrics = new UsageMetrics(slice -> slice.equals(SLICE) ? "Test.A-1.0.0" : slice);
    private UsageMeter meter;
    private Duration period = PERIOD;

    @BeforeEach
    void machine() throws IOException {
        write("proc/100/cgroup", "0::/azure.slice/goalstated.service\n");
        write("proc/meminfo", "MemTotal:        2097152 kB\nMemFree: 1 kB\nMemAvailable:    1048576 kB\n");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        group("azure.slice/goalstated.service", "100\n", 1_000_000, 0);
        group(HANDLER, "", 2_000_000, 500_000);
        group("system.slice/a.service", "300\n", 0, 0);
        write("sys/fs/cgroup/" + HANDLER + "/cpu.max", "20000 100000\n");
        write("sys/fs/cgroup/" + HANDLER + "/enable_1.scope/cgroup.procs", "200\n");
        SystemRoot root = new SystemRoot(scratch);
        meter = new UsageMeter(
                root,
                new ServiceUnit(root, 100),
                timers,
                new DirectOffload(),
                () -> period,
                () -> List.of("a.service", "gone.service", "../azure.slice"),
                measured::add);
    }

    private void write(String path, String text) throws IOException {
        Path file = scratch.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void group(String path, String processes, long usedMicros, long throttledMicros) throws IOException {
        String directory = "sys/fs/cgroup/" + path + "/";
        write(directory + "cgroup.procs", processes);
        write(directory + "cpu.max", "max 100000\n");
        write(directory + "cpu.stat", "usage_usec " + usedMicros + "\nthrottled_usec " + throttledMicros + "\n");
        write(directory + "memory.stat", "anon 4096\nfile 8192\n");
        write(directory + "memory.peak", "16384\n");
        write(directory + "memory.swap.current", "0\n");
        write(directory + "memory.events", "high 3\n");
    }

    private Measurement last() {
        return measured.get(measured.size() - 1);
    }

    @Test
    void the_agent_is_measured_and_whatever_of_extensions_has_processes() {
        meter.start();
        timers.advance(Duration.ofSeconds(10));

        assertThat(last().usages())
                .extracting(Usage::owner, Usage::name)
                .containsExactly(
                        tuple(Usage.Owner.AGENT, "goalstated.service"),
                        tuple(Usage.Owner.EXTENSION, SLICE),
                        tuple(Usage.Owner.SERVICE, "a.service"));
        assertThat(last().usages()).allMatch(usage -> usage.processorPercent().isEmpty());
    }

    @Test
    void use_of_the_processor_is_what_was_used_since_the_reading_before() throws IOException {
        meter.start();
        timers.advance(Duration.ofSeconds(10));
        write("sys/fs/cgroup/" + HANDLER + "/cpu.stat", "usage_usec 62000000\nthrottled_usec 240500000\n");
        timers.advance(PERIOD);

        Usage handler = last().usages().get(1);
        assertThat(handler.processorPercent().orElseThrow()).isCloseTo(20.0, within(0.001));
        assertThat(handler.throttled()).contains(Duration.ofMinutes(4));
        assertThat(last().usages().get(0).throttled()).as("no quota").isEmpty();
    }

    @Test
    void what_counts_less_than_before_is_another_group_of_that_name() throws IOException {
        meter.start();
        timers.advance(Duration.ofSeconds(10));
        write("sys/fs/cgroup/" + HANDLER + "/cpu.stat", "usage_usec 5\nthrottled_usec 5\n");
        timers.advance(PERIOD);

        assertThat(last().usages().get(1).processorPercent()).isEmpty();
        assertThat(last().usages().get(1).throttled()).isEmpty();
    }

    @Test
    void an_extension_without_processes_is_measured_no_more() throws IOException {
        write("sys/fs/cgroup/" + HANDLER + "/enable_1.scope/cgroup.procs", "");

        meter.start();
        timers.advance(Duration.ofSeconds(10));

        assertThat(last().usages()).extracting(Usage::name).doesNotContain(SLICE);
    }

    @Test
    void nothing_is_read_more_often_than_the_period_says_and_nothing_after_the_end() {
        meter.start();
        timers.advance(Duration.ofHours(1));
        assertThat(measured).hasSize(12);

        meter.stop();
        timers.advance(Duration.ofHours(1));

        assertThat(measured).hasSize(12);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void the_platform_is_told_in_its_own_words_of_some_things_once_an_hour() throws IOException {
        meter.start();
        timers.advance(Duration.ofSeconds(10));
        List<Metric> first = metrics.of(last(), timers.nanoTime());
        write("sys/fs/cgroup/" + HANDLER + "/cpu.stat", "usage_usec 62000000\nthrottled_usec 240500000\n");
        timers.advance(PERIOD);
        List<Metric> second = metrics.of(last(), timers.nanoTime());

        assertThat(first)
                .contains(
                        new Metric("Memory", "Total Memory Usage (B)", "walinuxagent.service", 12288),
                        new Metric("Memory", "Max Memory Usage (B)", "Test.A-1.0.0", 16384),
                        new Metric("Memory", "Swap Memory Usage (B)", "a.service", 0),
                        new Metric("Memory", "Used Memory (MB)", "", 1024),
                        new Metric("Memory", "Available Memory (MB)", "", 1024))
                .noneMatch(metric -> metric.category().equals("CPU"));
        assertThat(second.stream()
                        .filter(metric -> metric.instance().equals("Test.A-1.0.0"))
                        .map(metric -> metric.counter() + " " + Math.round(metric.value())))
                .containsExactly(
                        "% Processor Time 20",
                        "Throttled Time (s) 240",
                        "Total Memory Usage (B) 12288",
                        "Anon Memory Usage (B) 4096",
                        "Cache Memory Usage (B) 8192",
                        "Total Memory Throttled Events 3");
        assertThat(second).noneMatch(metric -> metric.instance().isEmpty());
        assertThat(metrics.of(last(), timers.nanoTime() + Duration.ofHours(1).toNanos()))
                .anyMatch(metric -> metric.counter().equals("Max Memory Usage (B)"));
    }

    @Test
    void a_machine_that_tells_nothing_is_measured_as_nothing() throws IOException {
        SystemRoot empty = new SystemRoot(Files.createDirectory(scratch.resolve("empty")));
        new UsageMeter(
                        empty,
                        new ServiceUnit(empty, 100),
                        timers,
                        new DirectOffload(),
                        () -> period,
                        List::of,
                        measured::add)
                .start();
        timers.advance(Duration.ofSeconds(10));

        assertThat(last()).isEqualTo(new Measurement(List.of(), Optional.empty()));
    }

    @Test
    @Conforms("OPS-66")
    void another_period_counts_at_once() {
        period = Duration.ofDays(1);
        meter.start();
        timers.advance(Duration.ofSeconds(10));
        period = Duration.ofSeconds(60);

        meter.measureAgain();
        timers.advance(Duration.ofSeconds(60));

        assertThat(measured).hasSize(3);
        assertThat(timers.waiting()).isEqualTo(1);
    }

    @Test
    void what_is_not_under_way_any_more_or_not_yet_is_not_begun_by_a_change() {
        meter.measureAgain();
        meter.start();
        timers.advance(Duration.ofSeconds(10));
        meter.stop();
        meter.measureAgain();

        assertThat(measured).hasSize(1);
    }
}
