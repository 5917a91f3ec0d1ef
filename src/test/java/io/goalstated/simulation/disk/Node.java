package io.goalstated.simulation.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What a name stands for. Mode and time are always durable; content and entries only once they were synced. */
abstract sealed class Node {
    private Set<PosixFilePermission> mode;
    long modifiedNanos;

    private Node(Set<PosixFilePermission> mode, long modifiedNanos) {
        this.mode = EnumSet.copyOf(mode);
        this.modifiedNanos = modifiedNanos;
    }

    Set<PosixFilePermission> mode() {
        return mode;
    }

    void mode(Set<PosixFilePermission> wanted) {
        mode = wanted.isEmpty() ? EnumSet.noneOf(PosixFilePermission.class) : EnumSet.copyOf(wanted);
    }

    long size() {
        return 0;
    }

    /** A regular file. */
    static final class Plain extends Node {
        private byte[] content = new byte[0];
        private int length;
        private byte[] synced = new byte[0];
        private boolean dirty;

        Plain(Set<PosixFilePermission> mode, long now) {
            super(mode, now);
        }

        @Override
        long size() {
            return length;
        }

        byte[] bytes() {
            return Arrays.copyOf(content, length);
        }

        int read(long position, byte[] into, int offset, int count) {
            if (position >= length) {
                return -1;
            }
            int read = (int) Math.min(count, length - position);
            System.arraycopy(content, (int) position, into, offset, read);
            return read;
        }

        void write(long position, byte[] from, int count) {
            int end = (int) position + count;
            if (end > content.length) {
                content = Arrays.copyOf(content, Math.max(end, content.length * 2));
            }
            System.arraycopy(from, 0, content, (int) position, count);
            length = Math.max(length, end);
            dirty = true;
        }

        void truncate(long size) {
            if (size < length) {
                Arrays.fill(content, (int) size, length, (byte) 0);
                length = (int) size;
                dirty = true;
            }
        }

        void sync() {
            if (dirty) {
                synced = bytes();
                dirty = false;
            }
        }

        String durable() {
            return new String(synced, StandardCharsets.UTF_8);
        }

        /** What was synced and only added to since does not get lost again. */
        private int kept(byte[] whole, Random random) {
            boolean added =
                    whole.length >= synced.length && Arrays.equals(whole, 0, synced.length, synced, 0, synced.length);
            int least = added ? synced.length : 0;
            return least + random.nextInt(whole.length - least + 1);
        }

        /** All of the new content, none of it, or the part of it that had been written back. */
        void crash(Random random) {
            if (!dirty) {
                return;
            }
            byte[] whole = bytes();
            byte[] kept = switch (random.nextInt(3)) {
                case 0 -> synced;
                case 1 -> whole;
                default -> Arrays.copyOf(whole, kept(whole, random));
            };
            content = kept.clone();
            length = kept.length;
            synced = kept.clone();
            dirty = false;
        }
    }

    static final class Directory extends Node {
        final TreeMap<String, Node> entries = new TreeMap<>();
        final TreeMap<String, Node> durable = new TreeMap<>();

        Directory(Set<PosixFilePermission> mode, long now) {
            super(mode, now);
        }
    }

    /** A symbolic link. */
    static final class Link extends Node {
        final String target;

        Link(String target, long now) {
            super(PosixFilePermissions.fromString("rwxrwxrwx"), now);
            this.target = target;
        }
    }
}
