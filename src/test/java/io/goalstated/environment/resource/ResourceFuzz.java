package io.goalstated.environment.resource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the kernel tells of mounts and swap, and sfdisk of a disk. */
public final class ResourceFuzz {
    private ResourceFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        MountTable mounts = MountTable.parse(text);
        mounts.at("/mnt");
        mounts.carriesSystem(Set.of("/dev/sdb"), Set.of("8:16"));
        Swaps.parse(text).has("/mnt/swapfile");
        PartitionTable.parse(text, "/dev/sdb");
    }
}
