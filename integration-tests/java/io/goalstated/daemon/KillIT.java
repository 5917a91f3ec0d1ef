package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.ImageDaemon;
import io.goalstated.lab.ExtensionPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon of the image, with real handlers, is killed at some moment of an operation ({@code SIGKILL}) and started
 * again. {@code -Dcrash.kills} says how often, {@code -Dcrash.seed} when; the seed of a run is in its output.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 6);
    private static final int EARLIEST_MILLIS = 300;
    private static final int LATEST_MILLIS = 2300;
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    Path scratch;

    @Test
    void whenever_it_is_killed_the_next_daemon_brings_the_vm_to_its_goal() throws Exception {
        long seed = Long.getLong("crash.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
        Random random = new Random(seed);
        List<LifecycleOperation> operations = LifecycleOperation.all();
        List<ExtensionPackage> packages = new CrashPackages(scratch.resolve("packages")).make();

        List<String> violations = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            LifecycleOperation operation = operations.get(random.nextInt(operations.size()));
            int moment = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
            try (CrashScene scene = new CrashScene(operation, scratch.resolve("scene" + i), packages)) {
                for (String problem : kill(scene, Duration.ofMillis(moment))) {
                    violations.add(operation + " killed after " + moment + " ms: " + problem);
                }
            }
        }
        System.out.println("seed " + seed + ": " + KILLS + " kills, " + violations.size() + " violations");

        assertThat(violations).as("seed " + seed).isEmpty();
    }

    private List<String> kill(CrashScene scene, Duration moment) throws Exception {
        scene.slow();
        ImageDaemon first = daemon(scene);
        TimeUnit.MILLISECONDS.sleep(moment.toMillis());
        first.kill();
        Instant restarted = Instant.now();
        try (ImageDaemon second = daemon(scene)) {
            assertThat(scene.told(restarted).toCompletionStage().toCompletableFuture())
                    .as(second.output())
                    .succeedsWithin(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return scene.problems(2);
    }

    private ImageDaemon daemon(CrashScene scene) throws Exception {
        List<String> words = new ArrayList<>(ImageDaemon.words(scene.addresses()));
        words.add("--root=" + scene.root());
        return ImageDaemon.start(
                List.of(ImageDaemon.IMAGE.resolve("bin/goalstated").toString()),
                Files.createTempFile(scratch, "daemon", ".out"),
                words);
    }
}
