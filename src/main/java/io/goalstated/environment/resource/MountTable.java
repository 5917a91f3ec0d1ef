package io.goalstated.environment.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is mounted, as {@code /proc/self/mountinfo} tells it. */
record MountTable(List<Entry> entries) {
    static final String FILE = "/proc/self/mountinfo";

    /** Without these the system does not run. */
    private static final Set<String> SYSTEM = Set.of("/", "/boot", "/boot/efi", "/usr", "/var");

    /**
     * One mount.
     *
     * @param number of the device, {@code major:minor}; not a device's own for some file systems, so that the source counts too
     */
    record Entry(String number, String mountPoint, String source, String type, String options) {}

    MountTable {
        entries = List.copyOf(entries);
    }

    static MountTable parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] halves = line.split(" - ", 2);
            String[] mount = halves[0].split(" ", -1);
            String[] device = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
            if (mount.length >= 6 && device.length >= 3) {
                entries.add(new Entry(mount[2], plain(mount[4]), plain(device[1]), device[0], device[2]));
            }
        }
        return new MountTable(entries);
    }

    /** Blanks and their like are written as {@code \040}. */
    private static String plain(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Where one of these devices is mounted first. */
    Optional<Entry> of(Set<String> nodes, Set<String> numbers) {
        return entries.stream()
                .filter(entry -> nodes.contains(entry.source()) || numbers.contains(entry.number()))
                .findFirst();
    }

    /** Whether the system itself is on one of these devices. */
    boolean carriesSystem(Set<String> nodes, Set<String> numbers) {
        return entries.stream()
                .anyMatch(entry -> SYSTEM.contains(entry.mountPoint())
                        && (nodes.contains(entry.source()) || numbers.contains(entry.number())));
    }

    Optional<Entry> at(String mountPoint) {
        Optional<Entry> found = Optional.empty();
        for (Entry entry : entries) {
            // The last one is on top.
            found = entry.mountPoint().equals(mountPoint) ? Optional.of(entry) : found;
        }
        return found;
    }
}
