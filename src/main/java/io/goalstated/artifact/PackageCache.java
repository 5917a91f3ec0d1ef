package io.goalstated.artifact;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages that have passed, kept for a while in {@code <lib>/goalstated/packages}: an extension that is installed again,
 * or whose installation is tried again by a later goal state, need not be downloaded again. A file's name says for which
 * request it is and what SHA-256 its bytes must have; whoever takes it looks at both, and judges the package as if it had
 * just arrived. All of it may go at any time, and goes when the disk is short. Blocks.
 */
final class PackageCache {
    private static final Logger LOG = LoggerFactory.getLogger(PackageCache.class);
    private static final String ENDING = ".zip";

    private final Disk disk;
    private final Path own;
    private final InstantSource clock;
    private final Limits limits;

    /**
     * @param bytes in all
     * @param age since the download
     * @param spare nothing is kept where less than that is left for others
     */
    record Limits(long bytes, int files, Duration age, long spare) {
        static final Limits USUAL = new Limits(256L << 20, 16, Duration.ofDays(1), 1L << 30);
    }

    private record Entry(Path file, FileStamp stamp) {}

    PackageCache(Disk disk, Path libDirectory, InstantSource clock, Limits limits) {
        this.disk = disk;
        this.own = libDirectory.resolve("goalstated");
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Moves the package that fits the request, if there is one, to that place.
     *
     * @return the SHA-256 that its bytes must have, upper-case hex
     */
    Optional<String> take(PackageRequest request, Path to) throws IOException {
        trim();
        String prefix = identity(request) + "-";
        for (Path file : disk.list(directory())) {
            String name = file.getFileName().toString();
            if (name.startsWith(prefix) && name.endsWith(ENDING)) {
                disk.move(file, to);
                return Optional.of(name.substring(prefix.length(), name.length() - ENDING.length()));
            }
        }
        return Optional.empty();
    }

    /**
     * Keeps a package, which is then no more where it was, if there is room. Never fails: one can do without.
     *
     * @param fresh it was downloaded just now
     */
    void keep(PackageRequest request, Path file, String sha256, boolean fresh) {
        try {
            disk.createDirectory(own, Disk.PRIVATE_DIRECTORY);
            disk.createDirectory(directory(), Disk.PRIVATE_DIRECTORY);
            if (fresh) {
                disk.setModified(file, FileTime.from(clock.instant()));
            }
            disk.move(file, directory().resolve(identity(request) + "-" + sha256 + ENDING));
            trim();
        } catch (IOException e) {
            LOG.debug("the package is not kept: {}", e.getMessage());
        }
    }

    /** Removes what is too old or too much, newest last; everything where the disk is short. */
    void trim() throws IOException {
        List<Path> files = disk.list(directory());
        if (files.isEmpty()) {
            return;
        }
        if (disk.usableSpace(directory()) < limits.spare()) {
            clear();
            return;
        }
        int count = 0;
        long bytes = 0;
        for (Entry entry : newestFirst(files)) {
            count++;
            bytes += entry.stamp().size();
            if (count > limits.files()
                    || bytes > limits.bytes()
                    || isOld(entry.stamp().modified())) {
                disk.deleteTree(entry.file());
            }
        }
    }

    /** Gives the disk back all that is kept. */
    void clear() throws IOException {
        disk.deleteTree(directory());
    }

    private List<Entry> newestFirst(List<Path> files) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            disk.stamp(file).ifPresent(stamp -> entries.add(new Entry(file, stamp)));
        }
        entries.sort(
                Comparator.comparing((Entry entry) -> entry.stamp().modified()).reversed());
        return entries;
    }

    /** From the future is no age either: the clock was wrong then or is now. */
    private boolean isOld(Instant modified) {
        return Duration.between(modified, clock.instant()).abs().compareTo(limits.age()) > 0;
    }

    private Path directory() {
        return own.resolve("packages");
    }

    /**
     * What makes two requests ask for the same package: name, version and signature; without a signature the places it comes
     * from, which then are all that the platform says of it. Their queries are only permits.
     */
    private static String identity(PackageRequest request) {
        StringBuilder text = new StringBuilder()
                .append(request.handler())
                .append('\n')
                .append(request.version())
                .append('\n');
        if (request.encodedSignature().isPresent()) {
            text.append("signed ").append(request.encodedSignature().get());
        } else {
            TreeSet<String> places = new TreeSet<>();
            request.uris().forEach(uri -> places.add(uri.split("[?#]", 2)[0]));
            text.append("from ").append(String.join("\n", places));
        }
        return sha256(text.toString());
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
