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

    boolean isTooDense(long unpacked, long packed) {
        return unpacked > anyRatio && unpacked / ratio >= Math.max(packed, 1);
    }
}
