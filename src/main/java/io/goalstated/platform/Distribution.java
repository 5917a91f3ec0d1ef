package io.goalstated.platform;

import io.goalstated.distro.OsRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which system this is, as the platform is told.
 *
 * @param name in lower case, for instance {@code ubuntu}; {@code linux} when nothing says it
 * @param version for instance {@code 24.04}; {@code unknown} when nothing says it
 * @param computerName the host name; {@code localhost} when nothing says it
 */
public record Distribution(String name, String version, String computerName) {
    private static final int LARGEST_BYTES = 65_536;

    /** Reads it below that root. Blocks; never fails. */
    public static Distribution read(SystemRoot root) {
        OsRelease release = release(root);
        return new Distribution(
                release.id(),
                // Rolling distributions have no VERSION_ID.
                release.version().isEmpty() ? release.build() : release.version(),
                computerName(root));
    }

    /** What the system below that root says of itself. Blocks; never fails. */
    public static OsRelease release(SystemRoot root) {
        return OsRelease.parse(text(root, "/etc/os-release", text(root, "/usr/lib/os-release", "")));
    }

    /** What the system below that root is called now: its owner may change that at any time. Blocks; never fails. */
    public static String computerName(SystemRoot root) {
        String kernel = text(root, "/proc/sys/kernel/hostname", "").trim();
        String file = text(root, "/etc/hostname", "").trim();
        String name = kernel.isEmpty() || kernel.equals("(none)") ? file : kernel;
        return name.isEmpty() ? "localhost" : name;
    }

    /** {@code /etc/os-release} is a link on most systems: links are followed. */
    static String text(SystemRoot root, String path, String otherwise) {
        Path file = root.resolve(path);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                return otherwise;
            }
            return Files.readString(file);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
