package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Answers what is asked for as the recorded platform did at that time since the first request; what is sent, and what was
 * never asked for, the lab's own site takes.
 */
record ReplayingSite(Server server, Site behind, Recording recording, Directory directory, Cell<Long> began)
        implements Site {
    @Override
    public Future<Reply> answer(Request request) {
        if (!request.is("GET")) {
            return behind.answer(request);
        }
        long now = System.nanoTime();
        long start = began.update(first -> first == 0 ? now : first);
        String question = RecordedExchange.of(Duration.ZERO, server, request, Reply.empty(200), directory)
                .question();
        return recording
                .answer(question, Duration.ofNanos(now - start))
                .map(found -> Future.succeededFuture(conditional(request, found)))
                .orElseGet(() -> behind.answer(request));
    }

    private Reply conditional(Request request, RecordedExchange found) {
        boolean known = !found.version().isEmpty()
                && request.header("if-none-match")
                        .filter(found.version()::equals)
                        .isPresent();
        Reply reply = found.reply(directory);
        return known ? reply.withStatus(304).withBody(Buffer.buffer()) : reply;
    }
}
