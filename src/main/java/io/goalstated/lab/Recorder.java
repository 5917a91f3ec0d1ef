package io.goalstated.lab;

import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes down what passes, a line an answer, in {@code exchanges.jsonl} of a directory that only its owner may enter:
 * settings, signed URLs and whatever else the platform says are in it. An answer that is the same as the last one to the
 * same question is left out, so that a quiet hour costs nothing.
 */
final class Recorder {
    static final String FILE = "exchanges.jsonl";

    private final Vertx vertx;
    private final GrowingFile exchanges;
    private final long began = System.nanoTime();
    /** Touched by one ordered task after the other only. */
    private final Map<String, RecordedExchange> last = new HashMap<>();

    private Recorder(Vertx vertx, GrowingFile exchanges) {
        this.vertx = vertx;
        this.exchanges = exchanges;
    }

    /** Begins a recording; fails when there is one in that directory. Blocks. */
    static Recorder begin(Vertx vertx, Path directory) throws IOException {
        Disk disk = new Disk();
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        Path file = directory.resolve(FILE);
        if (disk.exists(file)) {
            throw new IOException(directory + " holds a recording already; name another directory");
        }
        if (!disk.isClosed(directory)) {
            throw new IOException(directory + " is open to others, and a recording holds secrets: chmod 700 it");
        }
        disk.createFile(file, "", Disk.PRIVATE);
        return new Recorder(vertx, new GrowingFile(disk, file, Disk.PRIVATE));
    }

    /** Completes when it is in the file. */
    Future<Void> note(Server server, Request request, Reply reply, Directory directory) {
        Duration at = Duration.ofNanos(System.nanoTime() - began);
        return vertx.executeBlocking(
                () -> {
                    RecordedExchange exchange = RecordedExchange.of(at, server, request, reply, directory);
                    RecordedExchange before = last.put(exchange.question(), exchange);
                    if (before == null || !before.answersAs(exchange)) {
                        exchanges.appendLoosely(exchange.line() + "\n");
                    }
                    return null;
                },
                true);
    }
}
