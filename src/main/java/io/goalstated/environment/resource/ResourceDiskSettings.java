package io.goalstated.environment.resource;

import io.goalstated.config.Configuration;
import io.goalstated.config.SystemKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the owner wants of the resource disk (spec 03 §16, keys {@code ResourceDisk.*}).
 *
 * @param fileSystem as mkfs names it
 * @param mountPoint an absolute path
 * @param mountOptions separated by commas
 * @param sparesNtfs even an empty NTFS file system is left alone
 * @param swapMegabytes empty: no swap file is wanted
 */
public record ResourceDiskSettings(
        String fileSystem,
        String mountPoint,
        Optional<String> mountOptions,
        boolean sparesNtfs,
        Optional<Integer> swapMegabytes) {
    private static final Pattern FILE_SYSTEM = Pattern.compile("[a-z][a-z0-9]{1,15}");
    private static final Pattern OPTIONS = Pattern.compile("[A-Za-z0-9_=,.:/-]{1,200}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.@+-]+)+");
    private static final List<String> FORBIDDEN = List.of("/proc", "/sys", "/dev", "/etc", "/usr", "/boot", "/run");

    /** As the owner's configuration has them. */
    public static ResourceDiskSettings configured(Configuration configuration) {
        return new ResourceDiskSettings(
                configuration.get(SystemKeys.RESOURCE_DISK_FILE_SYSTEM),
                configuration.get(SystemKeys.RESOURCE_DISK_MOUNT_POINT),
                configuration.get(SystemKeys.RESOURCE_DISK_MOUNT_OPTIONS),
                configuration.get(SystemKeys.NEVER_DESTROY_NTFS),
                configuration.get(SystemKeys.ENABLE_SWAP)
                        ? Optional.of(configuration.get(SystemKeys.SWAP_SIZE_MB))
                        : Optional.empty());
    }

    /** What is wrong with them; empty when they can be used. */
    Optional<String> problem() {
        if (!FILE_SYSTEM.matcher(fileSystem).matches()) {
            return Optional.of("ResourceDisk.Filesystem is not the name of a file system: " + fileSystem);
        }
        if (mountOptions.filter(options -> !OPTIONS.matcher(options).matches()).isPresent()) {
            return Optional.of("ResourceDisk.MountOptions holds more than options separated by commas");
        }
        if (!PATH.matcher(mountPoint).matches() || (mountPoint + "/").contains("/../") || isForbidden()) {
            return Optional.of("ResourceDisk.MountPoint is no place for a disk: " + mountPoint);
        }
        return Optional.empty();
    }

    private boolean isForbidden() {
        return FORBIDDEN.stream().anyMatch(place -> mountPoint.equals(place) || mountPoint.startsWith(place + "/"));
    }

    /** With what keeps programs and devices of a disk that comes from outside from being used, unless they say otherwise. */
    String effectiveOptions() {
        List<String> options = new ArrayList<>(
                mountOptions.map(text -> List.of(text.split(",", -1))).orElse(List.of()));
        options.removeIf(String::isEmpty);
        if (!options.contains("suid") && !options.contains("nosuid")) {
            options.add("nosuid");
        }
        if (!options.contains("dev") && !options.contains("nodev")) {
            options.add("nodev");
        }
        return String.join(",", options);
    }
}
