package io.goalstated.telemetry;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.CommonParameters.Tenancy;
import io.goalstated.event.EventXml;
import io.goalstated.event.Operation;
import io.goalstated.event.Samples;
import io.goalstated.event.TelemetryEvent;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.goalstated.wire.HttpAnswer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A VM in a scratch directory whose clock stands still, and a wireserver that keeps what it takes:
 *
 * <pre>
 * lib/events/              what old extensions leave
 * lib/goalstated/telemetry the spool
 * log/Contoso.Hello/events what extensions leave
 * </pre>
 */
final class Scene {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Pattern EVENT = Pattern.compile("<Event id=.*?</Event>");
    private static final Pattern PROVIDER = Pattern.compile("<Provider id=\"(.*?)\">");

    final ManualTimers timers = new ManualTimers();
    final Disk disk = new Disk();
    final Path lib;
    final Path log;
    final Shell shell;
    final List<Integer> answers = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<Duration> times = new ArrayList<>();
    TelemetryLevel level = TelemetryLevel.FULL;
    Duration period = Duration.ofMinutes(5);
    Function<String, Integer> judge = body -> 200;

    Scene(Path directory) throws IOException {
        lib = Files.createDirectories(directory.resolve("lib"));
        log = Files.createDirectories(directory.resolve("log"));
        shell = new Shell(timers, this::now, new DirectOffload(), disk, new SystemRoot(directory), lib, log);
    }

    Instant now() {
        return START.plusNanos(timers.nanoTime());
    }

    Choices choices() {
        return new Choices(() -> level, () -> period);
    }

    Desk desk() {
        Desk desk = new Desk(shell, () -> level, "3.0.1.0");
        desk.know(Samples.VM);
        return desk;
    }

    Outbox outbox() {
        return new Outbox(Spool.in(shell), SpoolLimits.DEFAULT, shell.offload(), shell.clock());
    }

    Sender sender(Outbox outbox) {
        return new Sender(outbox, this::take, timers, () -> level == TelemetryLevel.OFF);
    }

    /** The wireserver. */
    Future<HttpAnswer> take(String body) {
        times.add(Duration.ofNanos(timers.nanoTime()));
        int status = answers.isEmpty() ? judge.apply(body) : answers.remove(0);
        if (status == 0) {
            return Future.failedFuture(new IOException("connection refused"));
        }
        if (status == 200) {
            bodies.add(body);
        }
        return Future.succeededFuture(new HttpAnswer(status, "Scripted", Map.of(), Buffer.buffer()));
    }

    /** All events that were taken, in their order. */
    List<TelemetryEvent> taken() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (String body : bodies) {
            Matcher provider = PROVIDER.matcher(body);
            Matcher event = EVENT.matcher(body);
            while (provider.find() && event.find()) {
                do {
                    events.add(decoded(provider.group(1), event.group()));
                } while (event.find());
            }
        }
        return events;
    }

    List<String> takenMessages() {
        return taken().stream()
                .map(event ->
                        event.text("Message").or(() -> event.text("Context1")).orElse("?"))
                .toList();
    }

    private static TelemetryEvent decoded(String provider, String text) {
        try {
            return EventXml.decode(provider, text);
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    static EncodedEvent event(String message) {
        return EncodedEvent.of(AgentEvent.done(Operation.LOG, message).complete(Samples.VM, Samples.NOON))
                .orElseThrow();
    }

    static Tenancy tenancy() {
        return Samples.VM.tenancy().orElseThrow();
    }

    Path eventsOf(String handler) throws IOException {
        return Files.createDirectories(log.resolve(handler).resolve("events"));
    }

    /** A file from before the walk. */
    Path leave(Path directory, String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(now().minusSeconds(1)));
        return file;
    }

    static List<String> left(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
