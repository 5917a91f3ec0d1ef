package io.goalstated.report;

import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Remembers what was uploaded, and takes it at once unless told otherwise. */
final class RecordingSink implements StatusSink {
    final List<String> documents = new ArrayList<>();
    final List<String> uris = new ArrayList<>();
    private final Deque<Promise<Void>> held = new ArrayDeque<>();
    private boolean holds;
    private Optional<String> failure = Optional.empty();

    @Override
    public Future<Void> upload(byte[] document, String uri, BlobType type) {
        documents.add(new String(document, StandardCharsets.UTF_8));
        uris.add(uri);
        if (holds) {
            Promise<Void> upload = Promise.promise();
            held.add(upload);
            return upload.future();
        }
        return failure.isPresent() ? Future.failedFuture(failure.get()) : Future.succeededFuture();
    }

    int count() {
        return documents.size();
    }

    String last() {
        return documents.get(documents.size() - 1);
    }

    void fail(String reason) {
        failure = Optional.of(reason);
    }

    void work() {
        failure = Optional.empty();
    }

    /** From now on, uploads take until {@link #release}. */
    void hold() {
        holds = true;
    }

    int running() {
        return held.size();
    }

    void release() {
        held.remove().complete();
    }
}
