package io.goalstated.artifact;

/**
 * How much a package may hold (OPS-111).
 *
 * @param entries files and directories
 * @param directoryBytes of the archive's table of contents, which is read into memory
 * @param totalBytes unpacked
 * @param ratio unpacked bytes per packed byte
 * @param anyRatio unpacked bytes up to which the ratio does not matter: small texts may repeat themselves
 */
record UnpackLimits(int entries, long directoryBytes, long totalBytes, long ratio, long anyRatio) {
    static final UnpackLimits DEFAULT = new UnpackLimits(50_000, 8L << 20, 2L << 30, 200, 4L << 20);

    /** An entry takes 0.7 kB while its archive is open (measured, with names of 70 letters). */
    private static final long HEAP_PER_ENTRY = 4_000;

    private static final long HEAP_PER_DIRECTORY_BYTE = 32;

    /**
     * The same, less where the heap is small: two packages are unpacked at a time, and their tables of contents together
     * must not fill more than half of it. In the daemon's 48 MiB these are 12 582 entries; real packages hold at most a
     * few thousand.
     */
    static UnpackLimits within(long heapBytes) {
        return new UnpackLimits(
                (int) Math.min(DEFAULT.entries, heapBytes / HEAP_PER_ENTRY),
                Math.min(DEFAULT.directoryBytes, heapBytes / HEAP_PER_DIRECTORY_BYTE),
                DEFAULT.totalBytes,
                DEFAULT.ratio,
                DEFAULT.anyRatio);
    }

    boolean isTooDense(long unpacked, long packed) {
        return unpacked > anyRatio && unpacked / ratio >= Math.max(packed, 1);
    }
}
