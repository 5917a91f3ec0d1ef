package io.goalstated.support;

/**
 * How much is collected.
 *
 * @param file bytes of one file; of a longer one its end
 * @param total bytes of all, before the archive compresses them
 * @param errors files that may fail to be read
 * @param unpacked bytes of the content of a compressed file
 * @param read bytes of all, compressed ones unpacked: they bound how long a collection can take
 */
record Limits(long file, long total, int errors, long unpacked, long read) {
    static final Limits DEFAULT = new Limits(30L << 20, 150L << 20, 8, 150L << 20, 600L << 20);
}
