package io.goalstated.environment.resource;

import java.util.List;
import java.util.Optional;

/**
 * What the resource disk looks like at one moment.
 *
 * @param device for instance {@code /dev/sdb}
 * @param inUse why the disk is not to be touched, whatever it holds; empty when nothing of the system is on it
 * @param mountPoint where the disk or a part of it is mounted
 * @param table of partitions; empty when there is none
 * @param bare what is on the disk itself, where there is no table
 * @param begun a formatting of ours of which nobody knows whether it came to its end
 * @param whole whether what that formatting left can be mounted; empty: not tried
 */
record DiskFacts(
        String device,
        Optional<String> inUse,
        Optional<String> mountPoint,
        Optional<Table> table,
        Contents bare,
        Optional<Formatting> begun,
        Optional<Boolean> whole) {
    /** The partition table. */
    record Table(String label, String id, List<Partition> partitions) {
        Table {
            partitions = List.copyOf(partitions);
        }

        private Table with(Optional<NtfsFiles> files) {
            return new Table(
                    label, id, partitions.stream().map(each -> each.with(files)).toList());
        }
    }

    /**
     * A partition.
     *
     * @param node for instance {@code /dev/sdb1}
     * @param type as sfdisk prints it: {@code 7}, {@code 83}, a GUID in upper case
     * @param present whether the kernel knows it
     */
    record Partition(String node, String type, long start, long size, boolean present, Contents contents) {
        private Partition with(Optional<NtfsFiles> files) {
            return new Partition(node, type, start, size, present, contents.with(files));
        }
    }

    /** What was written down before mkfs began. */
    record Formatting(String tableId, String node, long start, long size) {
        static Formatting of(Table table, Partition partition) {
            return new Formatting(table.id(), partition.node(), partition.start(), partition.size());
        }
    }

    /**
     * What is on a device.
     *
     * @param type of a file system, as mount names it
     * @param files of an NTFS file system; empty: not looked at
     */
    record Contents(Kind kind, String type, Optional<NtfsFiles> files) {
        static final Contents BLANK = new Contents(Kind.BLANK, "", Optional.empty());
        static final Contents UNCLEAR = new Contents(Kind.UNCLEAR, "", Optional.empty());

        static Contents fileSystem(String type) {
            return new Contents(Kind.FILE_SYSTEM, type, Optional.empty());
        }

        private Contents with(Optional<NtfsFiles> found) {
            return new Contents(kind, type, found);
        }
    }

    enum Kind {
        /** No signature of anything. */
        BLANK,
        FILE_SYSTEM,
        /** Something that is no file system, or several things at once. */
        UNCLEAR
    }

    /** This with what was found out by looking closer. */
    DiskFacts with(Optional<NtfsFiles> files, Optional<Boolean> tried) {
        return new DiskFacts(
                device, inUse, mountPoint, table.map(found -> found.with(files)), bare.with(files), begun, tried);
    }

    enum NtfsFiles {
        /** Nothing but what Windows and the platform put there. */
        ONLY_THE_PLATFORMS,
        /** Somebody's. */
        SOMEBODYS,
        /** This machine has nothing that reads NTFS, so nobody has used it here. */
        UNREADABLE_HERE,
        /** Reading it failed. */
        DAMAGED
    }
}
