package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stops a disk before the n-th step (from 0; never when negative), and remembers what it was asked to do. */
final class FailingWatcher implements DiskSteps.Watcher {
    private final int failAt;
    private final List<String> steps = new ArrayList<>();

    FailingWatcher(int failAt) {
        this.failAt = failAt;
    }

    @Override
    public void before(String operation, Path path) throws IOException {
        steps.add(operation);
        if (steps.size() - 1 == failAt) {
            throw new IOException("no space left before step " + failAt);
        }
    }

    List<String> steps() {
        return steps;
    }
}
