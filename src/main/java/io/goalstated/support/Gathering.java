package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Draft;
import io.goalstated.platform.Enclosure;
import io.goalstated.platform.FileTrouble;
import io.goalstated.platform.HeldTree;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * An archive of logs in the making (spec 04 §5.3). Each {@link #advance} reads {@value FileCopy#PIECE} bytes at most, so that whoever
 * makes it decides how fast, and may stop at any time. All methods block; one thread at a time.
 */
public final class Gathering {
    private final Disk disk;
    private final SystemRoot root;
    private final Wish wish;
    private final Limits limits;
    private final InstantSource clock;
    private final Manifest manifest;
    private final Sieves sieves;
    private final Enclosure enclosure;
    private final Results results = new Results();
    private final Instant began;
    private final Deque<Map.Entry<String, Path>> waiting = new ArrayDeque<>();
    private Optional<Archive> archive = Optional.empty();
    private Optional<Current> current = Optional.empty();
    private Optional<Gathered> end = Optional.empty();
    private long planned;
    private long read;
    private int errors;

    /**
     * What is wanted.
     *
     * @param full more of the system and its logs
     * @param target where to; empty: in the agent's own directory, where the next one replaces it
     */
    public record Wish(CollectedPlaces places, boolean full, Optional<Path> target) {}

    private record Current(String name, String entry, FileCopy copy) {}

    public Gathering(Disk disk, SystemRoot root, Wish wish, InstantSource clock) throws IOException {
        this(disk, root, wish, Limits.DEFAULT, clock);
    }

    Gathering(Disk disk, SystemRoot root, Wish wish, Limits limits, InstantSource clock) throws IOException {
        this.disk = disk;
        this.root = root;
        this.wish = wish;
        this.limits = limits;
        this.clock = clock;
        this.began = clock.instant();
        this.manifest = Manifest.shipped(wish.full(), wish.places());
        this.sieves = new Sieves(wish.places());
        this.enclosure = new Enclosure(disk, root, borders().directories());
    }

    private Borders borders() {
        return new Borders(manifest.globs(), wish.places().library());
    }

    /** Present once the archive is complete. */
    public Optional<Gathered> end() {
        return end;
    }

    /**
     * Does a piece of the work.
     *
     * @return bytes that were read for it
     * @throws IOException when there can be no archive; {@link #abandon} then removes what there is of it
     */
    public int advance() throws IOException {
        if (archive.isEmpty()) {
            begin();
            return 0;
        }
        if (current.isPresent()) {
            return copy(current.get());
        }
        if (waiting.isEmpty()) {
            finish(archive.get());
        } else {
            next(waiting.remove());
        }
        return 0;
    }

    /** The work is given up: nothing of it stays. Harmless after its end. */
    public void abandon() throws IOException {
        if (current.isPresent()) {
            current.get().copy().abandon();
        }
        if (archive.isPresent()) {
            archive.get().close();
        }
    }

    private void begin() throws IOException {
        Depot depot = new Depot(disk, root, wish.places().library());
        if (wish.target().isEmpty()) {
            depot.prepare(began);
        }
        archive = Optional.of(new Archive(new Draft(disk, wish.target().orElse(depot.archive()), Disk.PRIVATE)));
        results.line("Logs collected at " + began + (wish.full() ? ", all that is known" : ""));
        Listing listing = new Listing(disk);
        for (Manifest.Order order : manifest.orders()) {
            if (order.verb() == Manifest.Verb.ECHO) {
                results.line(order.what());
            } else if (order.verb() == Manifest.Verb.LIST) {
                results.line("ls " + order.what());
                listing.of(root.resolve(order.what())).forEach(results::line);
            }
        }
        Map<String, Path> found = new Finder(disk, root, borders(), enclosure, results::leftOut).find(manifest.globs());
        for (String name : Selection.of(wish.places()).order(found.keySet())) {
            waiting.add(Map.entry(name, found.getOrDefault(name, root.directory())));
        }
    }

    private void next(Map.Entry<String, Path> file) throws IOException {
        String name = file.getKey();
        try {
            HeldTree.Opened opened = enclosure.open(file.getValue());
            try {
                Optional<String> refusal = take(name, opened);
                if (refusal.isPresent()) {
                    results.leftOut(new LeftOut(name, refusal.get()));
                    opened.content().close();
                }
            } catch (IOException e) {
                opened.content().close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            results.leftOut(new LeftOut(name, Optional.ofNullable(e.getReason()).orElse("vanished meanwhile")));
        } catch (FileCopy.Unreadable e) {
            archive.orElseThrow().endEntry();
            failed(name, e);
        } catch (FileSystemException e) {
            failed(name, e);
        }
    }

    /** Begins to copy it, or says why not. */
    private Optional<String> take(String name, HeldTree.Opened opened) throws IOException {
        long size = opened.content().size();
        boolean middle = size > limits.file();
        if (middle && Packing.isNamed(name)) {
            return Optional.of("packed, and larger than " + limits.file() + " bytes");
        }
        long length = Math.min(size, limits.file());
        if (planned + length > limits.total()) {
            waiting.forEach(rest -> results.leftOut(new LeftOut(rest.getKey(), "the archive is full")));
            waiting.clear();
            return Optional.of("the archive is full");
        }
        if (read >= limits.read()) {
            return Optional.of("too much had to be read already");
        }
        Packing packing = Head.packing(opened.content());
        boolean history = sieves.isHistory(name) && packing == Packing.OTHER;
        if (packing == Packing.OTHER && !history) {
            return Optional.of("packed so that nobody can look for secrets in it");
        }
        if (packing == Packing.GZIP && middle) {
            return Optional.of("packed, and larger than " + limits.file() + " bytes");
        }
        planned += length;
        opened.content().position(size - length);
        Archive to = archive.orElseThrow();
        String entry = to.beginEntry(name, middle, opened.stamp().modified());
        Sieve sieve = history ? Sieve.none() : sieves.of(name, middle);
        FileCopy copy = packing == Packing.GZIP
                ? FileCopy.packed(
                        opened.content(), length, Math.min(limits.unpacked(), limits.read() - read), sieve, to.out())
                : FileCopy.plain(opened.content(), length, sieve, to.out());
        if (middle) {
            results.leftOut(new LeftOut(name, "only its last " + limits.file() + " bytes are collected"));
        }
        current = Optional.of(new Current(name, entry, copy));
        return Optional.empty();
    }

    private int copy(Current file) throws IOException {
        try {
            int count = file.copy().advance();
            if (count >= 0) {
                read += count;
                return count;
            }
            if (file.copy().missing() > 0) {
                results.leftOut(new LeftOut(file.name(), "shrank while it was read"));
            }
            if (file.copy().isCut()) {
                results.leftOut(new LeftOut(file.name(), "its content is cut: it is too large unpacked"));
            }
        } catch (FileCopy.Unreadable e) {
            failed(file.name(), e);
        }
        current = Optional.empty();
        file.copy().close();
        results.collected(file.name(), archive.orElseThrow().endEntry(), file.entry());
        results.redacted(file.name(), file.copy().redactions());
        return 0;
    }

    private void failed(String name, IOException trouble) throws IOException {
        errors++;
        results.leftOut(new LeftOut(name, "cannot be read: " + FileTrouble.text(trouble)));
        if (errors > limits.errors()) {
            throw new IOException("more than " + limits.errors() + " files cannot be read, the last is " + name + ": "
                    + FileTrouble.text(trouble));
        }
    }

    private void finish(Archive full) throws IOException {
        String text = results.text(full.content());
        full.finish(text, clock.instant());
        Depot depot = new Depot(disk, root, wish.places().library());
        if (wish.target().isEmpty()) {
            disk.write(depot.results(), text, Disk.PRIVATE);
        }
        end = Optional.of(new Gathered(
                wish.target().orElse(depot.archive()),
                full.size(),
                full.content(),
                read,
                results.files(),
                results.leftOut(),
                results.redacted(),
                Duration.between(began, clock.instant())));
    }
}
