package io.goalstated.polling;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.goalstate.Ticks;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code fast_track.json}: when the latest Fast Track goal state was made. If the VM moves to a host without vmSettings,
 * an older Fabric goal state must not roll those changes back (spec 01 §6.5, §8.3). Never fails: what cannot be written
 * is logged.
 */
public final class FastTrackMemory {
    private static final Logger LOG = LoggerFactory.getLogger(FastTrackMemory.class);
    private static final Instant TICKS_BEGIN = Instant.ofEpochSecond(-62_135_596_800L);
    private static final int MAX_FILE = 4096;

    private final Disk disk;
    private final Offload offload;
    private final Path file;
    private final Supplier<Instant> clock;
    private Optional<Ticks> remembered = Optional.empty();
    private Future<Void> written = Future.succeededFuture();

    public FastTrackMemory(Disk disk, Offload offload, Path library, Supplier<Instant> clock) {
        this.disk = disk;
        this.offload = offload;
        this.file = library.resolve("fast_track.json");
        this.clock = clock;
    }

    /** To be called once, first. */
    public Future<Void> load() {
        return offload.run(() -> disk.readText(file, MAX_FILE))
                .map(text -> text.map(this::parse))
                .otherwise(cause -> Optional.of(ticks(clock.get())))
                .map(ticks -> {
                    remembered = ticks;
                    return null;
                });
    }

    public Optional<Ticks> remembered() {
        return remembered;
    }

    /** Done once the last change is on the disk: whoever acts on it waits for that. */
    public Future<Void> written() {
        return written;
    }

    public void remember(Ticks createdOn) {
        if (remembered.isPresent() && remembered.get().equals(createdOn)) {
            return;
        }
        remembered = Optional.of(createdOn);
        String text = SpacedJson.write(
                Json.object().put("timestamp", timestamp(createdOn)).put("ticks", createdOn.value()));
        change(() -> disk.write(file, text, Disk.PRIVATE));
    }

    public void forget() {
        if (remembered.isEmpty()) {
            return;
        }
        remembered = Optional.empty();
        change(() -> disk.delete(file));
    }

    private interface Change {
        void make() throws IOException;
    }

    /** One after the other, so that the last one is what stays. */
    private void change(Change change) {
        written = written.compose(before -> offload.<Void>run(() -> {
                    change.make();
                    return null;
                }))
                .recover(cause -> {
                    LOG.warn("Cannot update {}; reason={}", file, cause.getMessage());
                    return Future.succeededFuture();
                });
    }

    /** WALinuxAgent's file has the timestamp only. What cannot be read counts as now. */
    private Ticks parse(String text) {
        try {
            JsonNode root = Json.parse(text);
            if (root.path("ticks").isIntegralNumber()) {
                return Ticks.parse(root.get("ticks").asText());
            }
            return ticks(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                    root.path("timestamp").asText(), Instant::from));
        } catch (MalformedJson | DateTimeException e) {
            return ticks(clock.get());
        }
    }

    private static Ticks ticks(Instant time) {
        Duration since = Duration.between(TICKS_BEGIN, time);
        return new Ticks(Math.max(0, since.getSeconds() * 10_000_000L + since.getNano() / 100));
    }

    private static String timestamp(Ticks ticks) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                .format(ticks.toInstant().atOffset(ZoneOffset.UTC));
    }
}
