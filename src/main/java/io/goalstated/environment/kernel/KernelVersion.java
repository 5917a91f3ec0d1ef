package io.goalstated.environment.kernel;

/** A kernel's release, as {@code uname -r} prints it. What cannot be read counts as 0. */
public record KernelVersion(int major, int minor, int patch) {
    public static final String FILE = "/proc/sys/kernel/osrelease";

    /** Kernels before this one stumble over the virtual NUMA nodes of the platform (spec 03 §14.1). */
    private static final KernelVersion NUMA_SAFE = new KernelVersion(2, 6, 37);

    public static KernelVersion parse(String release) {
        String[] parts = release.strip().split("[.\\-+]", -1);
        return new KernelVersion(part(parts, 0), part(parts, 1), part(parts, 2));
    }

    private static int part(String[] parts, int index) {
        if (index >= parts.length || !parts[index].matches("\\d{1,6}")) {
            return 0;
        }
        return Integer.parseInt(parts[index]);
    }

    /** Whether {@code numa=off} belongs on its command line. */
    public boolean needsNumaOff() {
        return major > 0 && compare(this, NUMA_SAFE) < 0;
    }

    private static int compare(KernelVersion one, KernelVersion other) {
        if (one.major != other.major) {
            return Integer.compare(one.major, other.major);
        }
        return one.minor != other.minor
                ? Integer.compare(one.minor, other.minor)
                : Integer.compare(one.patch, other.patch);
    }
}
