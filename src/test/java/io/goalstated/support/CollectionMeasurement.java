package io.goalstated.support;

import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.vertx.core.Vertx;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a collection of 150 MiB at the daemon's pace costs the process and how late it makes the loop (OPS-84): some three minutes. A
 * program of its own, no part of a build.
 */
final class CollectionMeasurement {
    private static final int FILES = 6;
    private static final int FILE_BYTES = 25 << 20;
    private static final Duration BEAT = Duration.ofMillis(10);

    private final Path root;
    private final List<Long> late = new ArrayList<>();

    private CollectionMeasurement(Path root) {
        this.root = root;
    }

    /** Prints the figures. The argument is an empty directory for the logs. */
    public static void main(String[] words) throws Exception {
        new CollectionMeasurement(Path.of(words[0])).measure();
    }

    private void measure() throws Exception {
        Vm vm = new Vm(root);
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            fill(vm.write("/var/log/azure/A.B/" + i + ".log", ""), random);
        }
        Vertx vertx = EventLoop.start();
        CompletableFuture<Gathered> end = new CompletableFuture<>();
        long heldBefore = held();
        long processorBefore = processor();
        long began = System.nanoTime();
        vertx.runOnContext(ignored -> {
            Timers timers = new VertxTimers(vertx, vertx.getOrCreateContext());
            Shell shell = new Shell(
                    timers, InstantSource.system(), new VertxOffload(vertx, 4), new Disk(), new SystemRoot(root));
            beat(timers, System.nanoTime());
            try {
                new PacedGathering(shell, vm.gathering(false, Optional.empty(), Limits.DEFAULT, new Disk()))
                        .run()
                        .onSuccess(end::complete)
                        .onFailure(end::completeExceptionally);
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        });
        Gathered gathered = end.get(10, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - began) / 1e9;
        double processor = (processor() - processorBefore) / 1e9;
        long heldAfter = held();
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        late.sort(null);
        System.out.printf(
                "collected %d MiB into %d MiB in %.0f s: processor %.1f s (%.1f %%), held %d -> %d MiB,"
                        + " loop late by median %.2f ms, 99 %% %.2f ms, most %.1f ms of %d beats%n",
                gathered.content() >> 20,
                gathered.size() >> 20,
                seconds,
                processor,
                100 * processor / seconds,
                heldBefore >> 20,
                heldAfter >> 20,
                late.get(late.size() / 2) / 1e6,
                late.get(late.size() * 99 / 100) / 1e6,
                late.get(late.size() - 1) / 1e6,
                late.size());
    }

    private void beat(Timers timers, long before) {
        timers.after(BEAT, () -> {
            long now = System.nanoTime();
            late.add(Math.max(0, now - before - BEAT.toNanos()));
            beat(timers, now);
        });
    }

    /** Line by line: what it takes must not hide what the collection takes. */
    private static void fill(Path log, Random random) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(log, StandardCharsets.ISO_8859_1)) {
            int written = 0;
            while (written < FILE_BYTES) {
                String line = "2026-12-01T12:00:00.000000Z INFO ExtHandler [Contoso.Probe-1.0.0] value="
                        + Long.toHexString(random.nextLong()) + " url=https://a.example/c?sv=2020&sig=x\n";
                line = line.substring(0, Math.min(line.length(), FILE_BYTES - written));
                out.write(line);
                written += line.length();
            }
        }
    }

    /** Bytes of this process in memory at their most. */
    private static long held() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .sum();
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
