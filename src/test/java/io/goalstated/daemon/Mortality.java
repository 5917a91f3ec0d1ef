package io.goalstated.daemon;

import io.goalstated.platform.DiskSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When an agent dies: before its n-th step. From then on every step is refused with {@link Killed}, so that nothing of
 * it, clean-up included, reaches the disk any more. Steps come from several threads.
 */
final class Mortality implements DiskSteps.Watcher {
    static final int IMMORTAL = 0;

    private static final int LIMIT_MILLIS = 5000;

    private final int lastStep;
    private final Path hold;
    private final CompletableFuture<String> death = new CompletableFuture<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private int steps;
    private boolean held;

    /** What a dead agent's code gets to see. No code of ours catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("the agent is dead", null, false, false);
        }
    }

    /** @param hold while this file is there commands do not end; made when a command is about to survive its agent */
    Mortality(int lastStep, Path hold) {
        this.lastStep = lastStep;
        this.hold = hold;
    }

    @Override
    public synchronized void before(String operation, Path path) throws IOException {
        threads.add(Thread.currentThread());
        if (isDead()) {
            throw new Killed();
        }
        steps++;
        if (steps == lastStep) {
            death.complete(operation + " " + path);
            throw new Killed();
        }
        hold(operation.equals("spawn") && steps + 1 == lastStep);
    }

    private void hold(boolean wanted) {
        try {
            if (wanted && !Files.exists(hold)) {
                Files.createFile(hold);
            } else if (held) {
                Files.deleteIfExists(hold);
            }
            held = wanted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Torn in the middle, if anybody might read it so. */
    @Override
    public int atOnce(Path file, int bytes) {
        return file.getFileName().toString().startsWith(".") ? bytes : bytes / 2;
    }

    /** Whatever was between two steps when the agent died has come to the next one, once its threads have ended. */
    void awaitThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(LIMIT_MILLIS);
        }
    }

    synchronized int steps() {
        return steps;
    }

    boolean isDead() {
        return death.isDone();
    }

    /** Completes with the step before which the agent died. */
    CompletableFuture<String> death() {
        return death;
    }
}
