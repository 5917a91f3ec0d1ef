package io.goalstated.daemon;

import io.goalstated.lab.ExtensionPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kills the agent before every k-th step of operations, several at a time, and tells what came of it. */
final class CrashEnumeration {
    /** Most of a run is waiting. */
    private static final int AT_ONCE = Integer.getInteger("crash.threads", 6);

    private final Path scratch;
    private final int stride;
    private final int offset;
    private final int scenes;

    /**
     * @param scenes of one operation, among which its steps are shared out
     * @param offset from 0 to {@code stride - 1}
     */
    CrashEnumeration(Path scratch, int scenes, int stride, int offset) {
        this.scratch = scratch;
        this.scenes = scenes;
        this.stride = stride;
        this.offset = offset;
    }

    /** What became of all runs. */
    record Result(int operations, int runs, List<CrashScene.Verdict> violations) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(
                    "%d operations, %d kills, %d violations".formatted(operations, runs, violations.size()));
            violations.forEach(violation -> text.append('\n').append(violation));
            return text.toString();
        }
    }

    /** One death an operation. */
    Result run(List<LifecycleOperation> operations) throws Exception {
        return run(operations, this::everyStep);
    }

    /**
     * Two deaths an operation: the first at a few steps of it, the second before every k-th step of the agent that takes up
     * what was left.
     */
    Result runTwice(List<LifecycleOperation> operations) throws Exception {
        return run(operations, this::everyStepOfTheNext);
    }

    /** The kills of one share in one scene. */
    private interface Kills {
        List<CrashScene.Verdict> of(CrashScene scene, int share) throws Exception;
    }

    private Result run(List<LifecycleOperation> operations, Kills kills) throws Exception {
        List<ExtensionPackage> packages = new CrashPackages(scratch.resolve("packages")).make();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<List<CrashScene.Verdict>>> parts = new ArrayList<>();
            for (int share = 0; share < scenes; share++) {
                for (LifecycleOperation operation : operations) {
                    parts.add(threads.submit(part(operation, share, packages, kills)));
                }
            }
            int runs = 0;
            List<CrashScene.Verdict> violations = new ArrayList<>();
            for (Future<List<CrashScene.Verdict>> part : parts) {
                for (CrashScene.Verdict verdict : part.get()) {
                    runs++;
                    if (!verdict.problems().isEmpty()) {
                        violations.add(verdict);
                    }
                }
            }
            return new Result(operations.size(), runs, violations);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<List<CrashScene.Verdict>> part(
            LifecycleOperation operation, int share, List<ExtensionPackage> packages, Kills kills) {
        return () -> {
            Path directory = scratch.resolve(operation.name().replace(' ', '-') + share);
            try (CrashScene scene = new CrashScene(operation, directory, packages)) {
                return kills.of(scene, share);
            }
        };
    }

    private List<CrashScene.Verdict> everyStep(CrashScene scene, int share) throws Exception {
        List<CrashScene.Verdict> verdicts = new ArrayList<>();
        int steps = scene.steps();
        for (int step = 1 + offset + share * stride; step <= steps; step += scenes * stride) {
            verdicts.add(said(scene.run(step)));
        }
        return verdicts;
    }

    /** Each share has a first death of its own, evenly spread. */
    private List<CrashScene.Verdict> everyStepOfTheNext(CrashScene scene, int share) throws Exception {
        List<CrashScene.Verdict> verdicts = new ArrayList<>();
        int first = Math.max(1, scene.steps() * (share + 1) / (scenes + 1));
        int second = 1 + offset + share;
        Optional<CrashScene.Verdict> verdict = scene.run(first, second);
        while (verdict.isPresent()) {
            verdicts.add(said(verdict.get()));
            second += stride;
            verdict = scene.run(first, second);
        }
        return verdicts;
    }

    private static CrashScene.Verdict said(CrashScene.Verdict verdict) {
        if (!verdict.problems().isEmpty()) {
            System.out.println(verdict);
        }
        return verdict;
    }
}
