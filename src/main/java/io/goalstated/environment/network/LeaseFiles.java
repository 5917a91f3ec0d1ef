package io.goalstated.environment.network;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where DHCP clients keep what they were told. Blocks. */
final class LeaseFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseFiles.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_FILES = 64;

    /** All clients' places: a file that is not there costs less than knowing which client it is. */
    static final List<String> EVERYWHERE = List.of(
            "/run/systemd/netif/leases/*",
            "/var/lib/dhcp/dhclient.*.leases",
            "/var/lib/dhclient/dhclient-*.lease",
            "/var/lib/dhclient/dhclient-*.leases",
            "/var/lib/NetworkManager/dhclient-*.lease",
            "/var/lib/NetworkManager/internal-*.lease");

    private final Disk disk;
    private final SystemRoot root;

    LeaseFiles(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** The wireserver's address in the last lease that holds now. Files that cannot be read are passed over. */
    Optional<Ipv4> wireServer(Instant now) {
        Optional<Ipv4> found = Optional.empty();
        for (String pattern : EVERYWHERE) {
            for (Path file : matching(pattern)) {
                Optional<Ipv4> said = read(file, now);
                found = said.isPresent() ? said : found;
            }
        }
        return found;
    }

    private Optional<Ipv4> read(Path file, Instant now) {
        try {
            String text = disk.readText(file, MAX_BYTES).orElse("");
            Optional<Ipv4> block = Leases.fromDhclient(text, now);
            return block.isPresent() ? block : Leases.fromAssignments(text);
        } catch (IOException e) {
            LOG.debug("Cannot read a lease; reason={}", e.getMessage());
            return Optional.empty();
        }
    }

    private List<Path> matching(String pattern) {
        int slash = pattern.lastIndexOf('/');
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(slash + 1));
        try {
            return disk.list(root.resolve(pattern.substring(0, slash))).stream()
                    .filter(file -> matcher.matches(file.getFileName()))
                    .limit(MAX_FILES)
                    .toList();
        } catch (IOException e) {
            LOG.debug("Cannot list leases; reason={}", e.getMessage());
            return List.of();
        }
    }
}
