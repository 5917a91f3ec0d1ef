package io.goalstated.environment.monitor;

import io.goalstated.platform.Disk;
import io.goalstated.platform.HeldTree;
import io.goalstated.platform.HeldTree.Entry;
import io.goalstated.platform.OpenFiles;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of each extension within what the owner allows them (spec 04 OPS-80): of a directory that holds more, old files go,
 * those first that a rotation has put aside. Files that somebody has open, the newest one and the agent's own stay.
 */
public final class HandlerLogs implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerLogs.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);
    /** What is no rotated file may be written again at the next run of the extension. */
    private static final Duration SETTLED = Duration.ofDays(1);

    private static final int MAX_FILES = 100_000;
    private static final Pattern ROTATED =
            Pattern.compile(".*\\.(?:gz|xz|bz2|zst|zip|old|\\d{1,6})|.*[-._]\\d{4}-?\\d{2}-?\\d{2}\\b.*");
    private static final Pattern LOG_FILE = Pattern.compile(".*\\.(?:log|txt|out|err)|stdout|stderr");
    /** Written, and kept short, by the agent. */
    private static final Pattern AGENTS = Pattern.compile("CommandExecution.*\\.log");

    private static final Comparator<Entry> OLDEST =
            Comparator.comparing(file -> file.stamp().modified());

    private final HeldTree tree;
    private final Path directory;
    private final OpenFiles openFiles;
    private final InstantSource clock;
    private final IntSupplier megabytes;
    /** Of whom the owner has been told already that little room is left. */
    private Set<String> warned = Set.of();

    /**
     * @param directory that has a directory for each extension
     * @param megabytes that the logs of one may take
     */
    public HandlerLogs(Disk disk, SystemRoot root, Path directory, InstantSource clock, IntSupplier megabytes) {
        this.tree = new HeldTree(disk, directory);
        this.directory = directory;
        this.openFiles = new OpenFiles(disk, root);
        this.clock = clock;
        this.megabytes = megabytes;
    }

    @Override
    public String name() {
        return "logs of extensions";
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public Report look() throws IOException {
        long limit = (long) megabytes.getAsInt() << 20;
        Map<String, List<Entry>> handlers = tree.files(MAX_FILES).stream()
                .filter(HandlerLogs::isLog)
                .collect(Collectors.groupingBy(
                        file -> file.path().getName(0).toString(), TreeMap::new, Collectors.toList()));
        List<String> done = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> full = new HashSet<>();
        for (Map.Entry<String, List<Entry>> handler : handlers.entrySet()) {
            String place = directory.resolve(handler.getKey()).toString();
            long left = shorten(place, handler.getValue(), limit, done);
            if (left > limit) {
                problems.add(place + " holds more than " + megabytes.getAsInt()
                        + " MB, and nothing in it may be removed: its files are in use or new");
            } else if (left > limit / 5 * 4) {
                full.add(place);
            }
        }
        warn(full);
        return new Report(done, problems);
    }

    private static boolean isLog(Entry file) {
        // Below events lies what extensions have to tell, which the agent fetches and removes.
        return file.path().getNameCount() > 1
                && !file.path().getName(1).toString().equals("events");
    }

    /** @return the bytes that are left */
    private long shorten(String place, List<Entry> files, long limit, List<String> done) throws IOException {
        long size = size(files);
        if (size <= limit) {
            return size;
        }
        Set<Object> open = openFiles.among(
                files.stream().map(file -> file.stamp().identity()).collect(Collectors.toSet()));
        int removed = 0;
        for (Entry file : dispensable(files, open, clock.instant())) {
            if (size > limit && tree.remove(file)) {
                size -= file.stamp().size();
                removed++;
            }
        }
        if (removed > 0) {
            done.add("removed " + removed + " old files of " + place + ", which held more than " + (limit >> 20)
                    + " MB");
        }
        return size;
    }

    private static long size(List<Entry> files) {
        return files.stream().mapToLong(file -> file.stamp().size()).sum();
    }

    /** What may go, in that order. */
    static List<Entry> dispensable(List<Entry> files, Set<Object> open, Instant now) {
        Instant settled = now.minus(SETTLED);
        List<Entry> old = files.stream()
                .sorted(OLDEST)
                .limit(Math.max(0, files.size() - 1))
                .toList();
        List<Entry> going = new ArrayList<>();
        old.stream().filter(file -> ROTATED.matcher(fileName(file)).matches()).forEach(going::add);
        old.stream()
                .filter(file -> !ROTATED.matcher(fileName(file)).matches()
                        && LOG_FILE.matcher(fileName(file)).matches()
                        && file.stamp().modified().isBefore(settled))
                .forEach(going::add);
        going.removeIf(file -> open.contains(file.stamp().identity())
                || AGENTS.matcher(fileName(file)).matches());
        return going;
    }

    private static String fileName(Entry file) {
        return file.path().getFileName().toString();
    }

    private void warn(Set<String> full) {
        full.stream()
                .filter(place -> !warned.contains(place))
                .sorted()
                .forEach(place -> LOG.warn(
                        "{} holds more than four fifths of the {} MB of Extension.LogMaxMB",
                        place,
                        megabytes.getAsInt()));
        warned = Set.copyOf(full);
    }
}
