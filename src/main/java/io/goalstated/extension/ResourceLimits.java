package io.goalstated.extension;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a handler's processes may use of the machine together (spec 02 §13.3); empty where there is no limit.
 *
 * @param cpuQuotaPercentage of one processor
 * @param services units of the handler's own that live outside its slice
 */
public record ResourceLimits(
        Optional<Double> cpuQuotaPercentage, Optional<Long> memoryQuotaInMegabytes, List<Service> services) {
    public static final ResourceLimits NONE = new ResourceLimits(Optional.empty(), Optional.empty(), List.of());

    /** Times the memory of a manifest is what the kernel kills at; see {@link #properties}. */
    public static final int KILLED_AT = 2;

    /** The properties of a unit without any of our limits. */
    public static final List<String> UNLIMITED = List.of("CPUQuota=", "MemoryMax=infinity");

    /** @param unit its full name */
    public record Service(String unit, Optional<Double> cpuQuotaPercentage) {
        public List<String> properties() {
            return List.of("CPUAccounting=yes", "MemoryAccounting=yes", cpuQuota(cpuQuotaPercentage));
        }
    }

    public ResourceLimits {
        services = List.copyOf(services);
    }

    public ResourceLimits(Optional<Double> cpuQuotaPercentage, Optional<Long> memoryQuotaInMegabytes) {
        this(cpuQuotaPercentage, memoryQuotaInMegabytes, List.of());
    }

    /** The lower of each limit; the services stay. */
    public ResourceLimits atMost(ResourceLimits ceiling) {
        return new ResourceLimits(
                lower(cpuQuotaPercentage, ceiling.cpuQuotaPercentage),
                lower(memoryQuotaInMegabytes, ceiling.memoryQuotaInMegabytes),
                services);
    }

    private static <T extends Comparable<T>> Optional<T> lower(Optional<T> one, Optional<T> other) {
        return Stream.concat(one.stream(), other.stream()).min(T::compareTo);
    }

    /** Whether the handler as a whole is limited. */
    public boolean isLimiting() {
        return cpuQuotaPercentage.isPresent() || memoryQuotaInMegabytes.isPresent();
    }

    /**
     * The properties of the slice, as {@code systemctl set-property} takes them. WALinuxAgent never enforced the memory
     * of a manifest, so it may be less than what the handler has been using: the kernel reclaims, and then kills, at twice
     * as much. There is no {@code MemoryHigh}: above that cgroup v2 lets a process that has nothing to give back wait two
     * seconds for every 256 KiB, so that a handler which needs a little more seems to hang and one that leaks is never
     * killed in the time that a command has.
     */
    public List<String> properties() {
        return List.of(
                "CPUAccounting=yes", "MemoryAccounting=yes", cpuQuota(cpuQuotaPercentage), "MemoryMax=" + memory());
    }

    private String memory() {
        return memoryQuotaInMegabytes
                .map(megabytes -> megabytes * KILLED_AT + "M")
                .orElse("infinity");
    }

    /** Whole percents: older systemds know no fractions. */
    private static String cpuQuota(Optional<Double> percentage) {
        return "CPUQuota="
                + percentage.map(percent -> (long) Math.ceil(percent) + "%").orElse("");
    }
}
