package io.goalstated.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Memory and descriptors of a process over time, as the kernel counts them. */
final class Vitals {
    /** The time in which classes are still loaded and caches filled is not looked at. */
    private static final int WARM_UP = 4;

    private final Path proc;
    private final List<Sample> samples = new ArrayList<>();

    /** @param memory resident, in MiB: heap, native memory and all */
    record Sample(int memory, int descriptors, int threads) {}

    Vitals(long pid) {
        this.proc = Path.of("/proc", Long.toString(pid));
    }

    void sample() throws IOException {
        int descriptors;
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            descriptors = (int) open.count();
        }
        samples.add(new Sample(status("VmRSS:") >> 10, descriptors, status("Threads:")));
    }

    private int status(String name) throws IOException {
        return Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }

    IntSummaryStatistics memory() {
        return over(samples, Sample::memory);
    }

    IntSummaryStatistics descriptors() {
        return over(samples, Sample::descriptors);
    }

    IntSummaryStatistics threads() {
        return over(samples, Sample::threads);
    }

    /** How much the most memory of the last third is above the most of the first one, in MiB. */
    int growthOfMemory() {
        return growth(Sample::memory);
    }

    int growthOfDescriptors() {
        return growth(Sample::descriptors);
    }

    private int growth(ToIntFunction<Sample> value) {
        List<Sample> warm = samples.subList(samples.size() / WARM_UP, samples.size());
        int third = warm.size() / 3;
        return third == 0
                ? 0
                : over(warm.subList(warm.size() - third, warm.size()), value).getMax()
                        - over(warm.subList(0, third), value).getMax();
    }

    private static IntSummaryStatistics over(Collection<Sample> some, ToIntFunction<Sample> value) {
        return some.stream().mapToInt(value).summaryStatistics();
    }
}
