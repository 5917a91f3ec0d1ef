package io.goalstated.environment.resource;

import io.goalstated.environment.resource.DiskFacts.Partition;

/** What to do next with the resource disk. After each step but the last ones the disk is looked at again. */
sealed interface DiskStep {
    /** It is mounted: that is all, but for the swap file. */
    record Use(String mountPoint) implements DiskStep {}

    /** Nothing may be done. */
    record LeaveAlone(String reason, boolean isProblem) implements DiskStep {}

    /** Find out what an NTFS file system holds. */
    record LookInto(String node) implements DiskStep {}

    /** Find out whether a file system of ours is whole. */
    record Try(String node, String type) implements DiskStep {}

    /** Have the kernel learn of a partition that is in the table. */
    record Reread(String node) implements DiskStep {}

    /** One table, one partition over the whole disk. */
    record Repartition() implements DiskStep {}

    /** Give a DOS partition the type of Linux. */
    record Retype(int number) implements DiskStep {}

    /** Make a file system. */
    record Format(Partition partition) implements DiskStep {}

    /** Mount what is there. */
    record Mount(String node, String type) implements DiskStep {}
}
