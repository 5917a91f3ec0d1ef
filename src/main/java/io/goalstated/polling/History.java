package io.goalstated.polling;

import io.goalstated.goalstate.Redaction;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.secret.Redactor;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * later. Writes in the background; trouble is one warning.
 */
public final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    /** Directories and archives beyond the newest so many are removed. */
    private static final int KEPT = 50;

    private static final int MAX_TAG = 128;
    private static final String VM_SETTINGS = "VmSettings.json";

    private final Disk disk;
    private final Offload offload;
    private final Path directory;
    private final Supplier<Instant> clock;
    private final Set<String> unreadable = new HashSet<>();
    private Optional<Path> newest = Optional.empty();
    private int begun;

    public History(Disk disk, Offload offload, Path library, Supplier<Instant> clock) {
        this.disk = disk;
        this.offload = offload;
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
            purge();
        });
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
                disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
                disk.createDirectory(place, Disk.PRIVATE_DIRECTORY);
                write(place.resolve(VM_SETTINGS), text);
            });
        }
    }

    /** The directory of that name; the tag comes from a server and must not lead elsewhere. */
    private Path place(String tag) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < tag.length() && i < MAX_TAG; i++) {
            char c = tag.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            safe.append(plain || c == '-' || c == '_' ? c : '_');
        }
        String time = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss", Locale.ROOT)
                .format(clock.get().atOffset(ZoneOffset.UTC));
        return directory.resolve(time + "__" + safe);
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

    /** Names begin with their time, so the order of names is the order of age. */
    private void purge() throws IOException {
        List<Path> entries = disk.list(directory);
        for (int i = 0; i < entries.size() - KEPT; i++) {
            disk.deleteTree(entries.get(i));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void run(Path place, Work work) {
        Future<Void> done = offload.run(() -> {
            work.run();
            return null;
        });
        done.onFailure(cause -> LOG.warn("Cannot keep history; directory={} reason={}", place, cause.getMessage()));
    }
}
