package io.goalstated.report;

import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last report beside the goal state that it belongs to, for support (spec 01 §12.3), and how the first goal state
 * of all ended. Used on the event loop.
 */
public final class StatusHistory {
    private static final Logger LOG = LoggerFactory.getLogger(StatusHistory.class);
    private static final String NAME = "waagent_status.json";

    private final Disk disk;
    private final Offload offload;
    private final Path directory;
    private final InitialGoalState initial;
    private boolean initialOver;
    private Optional<Kept> kept = Optional.empty();

    private record Kept(Path directory, String gist) {}

    /** @param directory {@code <lib>/history}; without it, nothing is kept */
    public StatusHistory(Disk disk, Offload offload, Path directory) {
        this.disk = disk;
        this.offload = offload;
        this.directory = directory;
        this.initial = new InitialGoalState(disk, directory.resolveSibling("initial_goal_state"));
    }

    /**
     * Keeps that report in the newest directory, unless one with the same gist is there from this run.
     *
     * @param gist equal for reports that differ in nothing that matters
     */
    void keep(String gist, String document) {
        offload.run(this::newest)
                .compose(newest -> newest.isPresent()
                        ? keep(new Kept(newest.get(), gist), document)
                        : Future.<Void>succeededFuture())
                .onFailure(cause -> LOG.warn("Cannot keep the last status report cause={}", cause.toString()));
    }

    /** What cannot be written is not tried again before there is something new: one warning is enough. */
    private Future<Void> keep(Kept now, String document) {
        if (kept.filter(now::equals).isPresent()) {
            return Future.succeededFuture();
        }
        kept = Optional.of(now);
        return offload.run(() -> {
            disk.writeLoosely(now.directory().resolve(NAME), document, Disk.PRIVATE);
            return null;
        });
    }

    /** The first goal state has come to its end, or another one has replaced it. Later calls change nothing. */
    void initialIsOver(List<HandlerEntry> entries) {
        if (!initialOver) {
            initialOver = true;
            offload.run(() -> initial.over(entries)).onFailure(cause -> {
                initialOver = false;
                LOG.debug("initial_goal_state cannot be written cause={}", cause.toString());
            });
        }
    }

    /** Names begin with the time, so that the last one in name order is the newest. */
    private Optional<Path> newest() throws IOException {
        List<Path> entries = disk.list(directory);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (disk.stamp(entries.get(i)).filter(FileStamp::directory).isPresent()) {
                return Optional.of(entries.get(i));
            }
        }
        return Optional.empty();
    }
}
