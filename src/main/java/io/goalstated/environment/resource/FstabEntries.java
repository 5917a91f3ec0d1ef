package io.goalstated.environment.resource;

import java.util.List;

/** What {@code /etc/fstab} has to say of the resource disk: when somebody else mounts it, the agent does nothing at all. */
final class FstabEntries {
    private static final List<String> LINKS = List.of("/dev/disk/azure/resource", "/dev/disk/cloud/azure_resource");

    private FstabEntries() {}

    /** Whether a line names the disk, a part of it, or the place where it would be mounted. */
    static boolean claim(String fstab, String device, String mountPoint) {
        for (String line : fstab.split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length >= 2
                    && !fields[0].startsWith("#")
                    && (fields[1].equals(mountPoint) || isOf(fields[0], device))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String source, String device) {
        return LINKS.stream().anyMatch(source::startsWith)
                || source.equals(device)
                || (source.startsWith(device)
                        && source.substring(device.length()).matches("p?\\d+"));
    }
}
