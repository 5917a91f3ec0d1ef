package io.goalstated.environment.network;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final List<Place> EVERYWHERE = List.of(
            new Place("/var/lib/wicked/lease-*-dhcp-ipv4.xml", LeaseFiles::wicked),
            new Place("/run/wicked/lease-*-dhcp-ipv4.xml", LeaseFiles::wicked),
            new Place("/var/lib/dhcpcd/*.lease", LeaseFiles::dhcpcd),
            new Place("/var/lib/dhcpcd5/*.lease", LeaseFiles::dhcpcd),
            new Place("/run/systemd/netif/leases/*", LeaseFiles::assignments),
            new Place("/var/lib/dhcp/dhclient.*.leases", LeaseFiles::dhclient),
            new Place("/var/lib/dhclient/dhclient-*.lease", LeaseFiles::dhclient),
            new Place("/var/lib/dhclient/dhclient-*.leases", LeaseFiles::dhclient),
            new Place("/var/lib/NetworkManager/dhclient-*.lease", LeaseFiles::dhclient),
            new Place("/var/lib/NetworkManager/internal-*.lease", LeaseFiles::assignments));

    /** Where one client keeps its leases, and how. */
    private record Place(String pattern, Form form) {}

    @FunctionalInterface
    private interface Form {
        Optional<Ipv4> read(byte[] content, Instant written, Instant now);
    }

    private final Disk disk;
    private final SystemRoot root;

    LeaseFiles(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** The wireserver's address in the last lease that holds now. Files that cannot be read are passed over. */
    Optional<Ipv4> wireServer(Instant now) {
        Optional<Ipv4> found = Optional.empty();
        for (Place place : EVERYWHERE) {
            for (Path file : matching(place.pattern())) {
                Optional<Ipv4> said = read(file, place.form(), now);
                found = said.isPresent() ? said : found;
            }
        }
        return found;
    }

    private Optional<Ipv4> read(Path file, Form form, Instant now) {
        try {
            Instant written = disk.stamp(file).map(FileStamp::modified).orElse(Instant.EPOCH);
            return disk.read(file, MAX_BYTES).flatMap(content -> form.read(content, written, now));
        } catch (IOException e) {
            LOG.debug("Cannot read a lease; reason={}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Ipv4> wicked(byte[] content, Instant written, Instant now) {
        return WickedLease.wireServer(text(content), now);
    }

    private static Optional<Ipv4> dhcpcd(byte[] content, Instant written, Instant now) {
        return DhcpcdLease.wireServer(content, written, now);
    }

    private static Optional<Ipv4> dhclient(byte[] content, Instant written, Instant now) {
        return Leases.fromDhclient(text(content), now);
    }

    private static Optional<Ipv4> assignments(byte[] content, Instant written, Instant now) {
        return Leases.fromAssignments(text(content));
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
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
