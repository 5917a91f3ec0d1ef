package io.goalstated.platform;

/**
 * The computer and its kernel.
 *
 * @param codeName of the distribution's version, for instance {@code jammy}; empty where versions have none
 * @param kernel its release; {@code unknown} when nothing says it
 * @param memory in MB; 0 when nothing says it
 * @param architecture as {@code uname -m} has it
 */
public record Machine(String codeName, String kernel, long memory, int processors, String architecture) {
    /** Reads it below that root. Blocks; never fails. */
    public static Machine read(SystemRoot root) {
        String kernel =
                Distribution.text(root, "/proc/sys/kernel/osrelease", "").strip();
        return new Machine(
                Distribution.release(root).codeName(),
                kernel.isEmpty() ? "unknown" : kernel,
                megabytes(Distribution.text(root, "/proc/meminfo", "")),
                Runtime.getRuntime().availableProcessors(),
                architecture(System.getProperty("os.arch", "unknown")));
    }

    /** Of the line {@code MemTotal:  4019424 kB}. */
    private static long megabytes(String memory) {
        int start = memory.indexOf("MemTotal:");
        if (start < 0) {
            return 0;
        }
        long kilobytes = 0;
        for (int i = start + "MemTotal:".length(); i < memory.length() && memory.charAt(i) != '\n'; i++) {
            char c = memory.charAt(i);
            if (c >= '0' && c <= '9' && kilobytes < Long.MAX_VALUE / 100) {
                kilobytes = kilobytes * 10 + (c - '0');
            }
        }
        return kilobytes / 1024;
    }

    /** Java has names of its own. */
    private static String architecture(String java) {
        return java.equals("amd64") ? "x86_64" : java;
    }
}
