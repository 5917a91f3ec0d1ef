package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a package manager is at work, from the kernel's list of held locks: looking takes no lock and disturbs
 * nobody. Blocks.
 */
public final class PackageManagerLocks {
    private static final List<String> LOCK_FILES = List.of(
            "/var/lib/dpkg/lock-frontend",
            "/var/lib/dpkg/lock",
            "/var/lib/apt/lists/lock",
            "/var/lib/rpm/.rpm.lock",
            "/usr/lib/sysimage/rpm/.rpm.lock",
            "/run/zypp.pid",
            "/var/run/yum.pid");

    private final SystemRoot root;
    private final Path kernelLocks;

    public PackageManagerLocks(SystemRoot root) {
        this(root, Path.of("/proc/locks"));
    }

    PackageManagerLocks(SystemRoot root, Path kernelLocks) {
        this.root = root;
        this.kernelLocks = kernelLocks;
    }

    /** Who holds which lock, for people; empty when nobody does or it cannot be told. */
    public Optional<String> holder() {
        try {
            List<String> held = Files.readAllLines(kernelLocks, StandardCharsets.ISO_8859_1);
            for (String name : LOCK_FILES) {
                Optional<String> file = identity(root.resolve(name));
                for (String line : held) {
                    if (file.isPresent() && line.contains(" " + file.get() + " ") && !line.contains("->")) {
                        return Optional.of("the lock " + name + " held by process " + holder(line));
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code major:minor:inode} as the kernel prints it. */
    private static Optional<String> identity(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        long device = number(file, "unix:dev");
        long major = (device >> 8) & 0xfff;
        long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
        return Optional.of(String.format("%02x:%02x:%d", major, minor, number(file, "unix:ino")));
    }

    private static long number(Path file, String attribute) throws IOException {
        return Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS) instanceof Number number
                ? number.longValue()
                : -1;
    }

    /** {@code 1: POSIX  ADVISORY  WRITE 812 fe:00:131090 0 EOF}: the pid, with the program's name if it can be read. */
    private static String holder(String line) {
        String[] fields = line.trim().split("\\s+", -1);
        String pid = fields.length > 4 ? fields[4] : "?";
        try {
            return pid + " (" + Files.readString(Path.of("/proc", pid, "comm")).strip() + ")";
        } catch (IOException e) {
            return pid;
        }
    }
}
