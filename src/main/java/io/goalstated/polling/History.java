package io.goalstated.polling;

import io.goalstated.goalstate.Redaction;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.platform.Unhurried;
import io.goalstated.secret.Redactor;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the platform said, without its secrets, in {@code history/<time>__<tag>/} (spec 01 §12.3): for people who ask
 * later. Directories of earlier goal states become archives a moment after the next has come. Works in the background;
 * trouble with a directory is one warning.
 */
public final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    /** Directories and archives beyond the newest so many are removed. */
    private static final int KEPT = 50;
    /** Until the first work on a new goal state is over, for which packing could wait. */
    private static final Duration PACKED_AFTER = Duration.ofSeconds(10);
    /** Further failures to purge are not told of, until one succeeds. */
    private static final int PURGE_FAILURES_TOLD = 5;

    private static final int MAX_TAG = 128;
    private static final String VM_SETTINGS = "VmSettings.json";

    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private final Path directory;
    private final Supplier<Instant> clock;
    private final Set<String> unreadable = new HashSet<>();
    private final Set<Path> troubled = new HashSet<>();
    private Optional<Path> newest = Optional.empty();
    private Optional<Timers.Timer> packing = Optional.empty();
    private int begun;
    private int purgeFailures;

    public History(Disk disk, Offload offload, Timers timers, Path library, Supplier<Instant> clock) {
        this.disk = disk;
        this.offload = new Unhurried(offload, timers);
        this.timers = timers;
        this.directory = library.resolve("history");
        this.clock = clock;
    }

    /** The directory of the latest goal state. Empty before the first. */
    public Optional<Path> newest() {
        return newest;
    }

    /** Begins a directory with these documents by file name; the very same again need none of their own. */
    public void begin(String tag, Map<String, String> documents) {
        int content = Objects.hash(tag, documents);
        if (newest.isPresent() && begun == content) {
            return;
        }
        begun = content;
        Path place = place(tag);
        newest = Optional.of(place);
        run(place, () -> {
            disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
            disk.createDirectory(place, Disk.PRIVATE_DIRECTORY);
            for (Map.Entry<String, String> document : documents.entrySet()) {
                write(place.resolve(document.getKey()), document.getValue());
            }
        });
        purge(place);
        if (packing.isEmpty()) {
            packing = Optional.of(timers.after(PACKED_AFTER, this::pack));
        }
    }

    /** Packs nothing that was put off. */
    void stop() {
        packing.ifPresent(Timers.Timer::cancel);
        packing = Optional.empty();
    }

    /** Adds a document to the newest directory, replacing one of that name. */
    public void add(String name, String text) {
        newest.ifPresent(place -> run(place, () -> {
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                write(place.resolve(name), text);
            }
        }));
    }

    /** Keeps a vmSettings document that could not be read, once per ETag. */
    void keepUnreadable(String etag, String text) {
        if (unreadable.size() < KEPT && unreadable.add(etag)) {
            Path place = place(etag);
            run(place, () -> {
                if (!archive().holds(safe(etag))) {
                    disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
                    disk.createDirectory(place, Disk.PRIVATE_DIRECTORY);
                    write(place.resolve(VM_SETTINGS), text);
                }
            });
        }
    }

    private Path place(String tag) {
        String time = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss", Locale.ROOT)
                .format(clock.get().atOffset(ZoneOffset.UTC));
        return directory.resolve(time + "__" + safe(tag));
    }

    /** The tag comes from a server and must not lead elsewhere. */
    private static String safe(String tag) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < tag.length() && i < MAX_TAG; i++) {
            char c = tag.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            safe.append(plain || c == '-' || c == '_' ? c : '_');
        }
        return safe.toString();
    }

    private void write(Path file, String text) throws IOException {
        Optional<String> kept = withoutSecrets(file.getFileName().toString(), text);
        if (kept.isPresent()) {
            disk.writeLoosely(file, kept.get(), Disk.PRIVATE);
        }
    }

    /** As the kind of document asks, then any signed address; empty when it cannot be told what is secret in it. */
    private static Optional<String> withoutSecrets(String name, String text) {
        Optional<String> kept = switch (name) {
            case "ExtensionsConfig.xml" -> Redaction.extensionsConfig(text);
            case VM_SETTINGS -> Optional.of(Redaction.vmSettings(text));
            case "HostingEnvironmentConfig.xml" -> Redaction.hostingEnvironment(text);
            case "RemoteAccess.xml" -> Redaction.remoteAccess(text);
            default -> Optional.of(text);
        };
        return kept.map(Redactor::redact);
    }

    /** Names begin with their time, so the order of names is the order of age, unless the clock has gone back. */
    private void purge(Path current) {
        Future<Void> done = offload.run(() -> {
            List<Path> entries = disk.list(directory);
            for (int i = 0; i < entries.size() - KEPT; i++) {
                if (!entries.get(i).equals(current)) {
                    disk.deleteTree(entries.get(i));
                }
            }
            return null;
        });
        done.onSuccess(nothing -> purgeFailures = 0).onFailure(cause -> {
            purgeFailures++;
            if (purgeFailures <= PURGE_FAILURES_TOLD) {
                LOG.warn("Cannot remove what is old; directory={} reason={}", directory, cause.getMessage());
            }
        });
    }

    private void pack() {
        packing = Optional.empty();
        offload.run(() -> archive().pack(newest))
                .onSuccess(refused -> refused.forEach(this::warn))
                .onFailure(cause -> warn(directory, String.valueOf(cause.getMessage())));
    }

    /** Not made before there is something to pack: no start waits for it. */
    private HistoryArchive archive() {
        return new HistoryArchive(disk, directory);
    }

    private interface Work {
        void run() throws IOException;
    }

    private void run(Path place, Work work) {
        Future<Void> done = offload.run(() -> {
            work.run();
            return null;
        });
        done.onFailure(cause -> warn(place, String.valueOf(cause.getMessage())));
    }

    private void warn(Path place, String reason) {
        if (troubled.size() < KEPT && troubled.add(place)) {
            LOG.warn("Cannot keep history; directory={} reason={}", place, reason);
        }
    }
}
