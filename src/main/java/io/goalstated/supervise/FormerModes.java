package io.goalstated.supervise;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Certificates, keys and the provisioning document in the library directory are their owner's to read and nobody's to
 * write, also those that another agent has left open (spec 01 §5.3).
 */
final class FormerModes {
    private static final Pattern SECRET = Pattern.compile(".+\\.(crt|p7m|pem|prv)|Certificates\\.xml|ovf-env\\.xml");
    /** WALinuxAgent, which may have this VM next, writes it anew at each start (spec 02 §1). */
    private static final String ROOT_OF_TRUST = "microsoft_root_certificate.pem";

    private FormerModes() {}

    /** Blocks. */
    static void seal(Disk disk, Path library) throws IOException {
        for (Path entry : disk.list(library)) {
            String name = entry.getFileName().toString();
            if (SECRET.matcher(name).matches()
                    && !name.equals(ROOT_OF_TRUST)
                    && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                    && isWider(Files.getPosixFilePermissions(entry, LinkOption.NOFOLLOW_LINKS))) {
                disk.setMode(entry, Disk.SEALED);
            }
        }
    }

    private static boolean isWider(Set<PosixFilePermission> mode) {
        return !Disk.SEALED.containsAll(mode);
    }
}
