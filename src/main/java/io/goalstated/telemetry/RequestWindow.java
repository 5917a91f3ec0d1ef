package io.goalstated.telemetry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps requests below the server's limit: at most ten in any fifteen seconds (OPS-73; it takes fifteen, of all senders
 * on the VM). Confined to the event loop.
 */
final class RequestWindow {
    static final int REQUESTS = 10;
    static final Duration TIME = Duration.ofSeconds(15);

    private final Deque<Long> sent = new ArrayDeque<>();

    /** Zero: a request may go now, and is counted. Otherwise how long to wait before asking again. */
    Duration take(long nanoTime) {
        while (!sent.isEmpty() && nanoTime - sent.peekFirst() >= TIME.toNanos()) {
            sent.removeFirst();
        }
        if (sent.size() < REQUESTS) {
            sent.addLast(nanoTime);
            return Duration.ZERO;
        }
        return Duration.ofNanos(TIME.toNanos() - (nanoTime - sent.peekFirst()));
    }
}
