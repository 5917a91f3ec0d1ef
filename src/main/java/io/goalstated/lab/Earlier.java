package io.goalstated.lab;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one server answered before its documents last changed, for faults that answer out of order. */
final class Earlier {
    private static final int MAX_ADDRESSES = 64;
    /** Packages are not kept. */
    private static final int MAX_BODY = 256 << 10;

    private final Map<String, Replies> replies = new ConcurrentHashMap<>();

    private record Replies(Reply latest, Optional<Reply> before) {
        Replies followedBy(Reply reply) {
            return reply.body().equals(latest.body()) ? this : new Replies(reply, Optional.of(latest));
        }
    }

    /** To be told of each answer that was given rightly. */
    void note(Request request, Reply reply) {
        boolean document = request.method().equals("GET")
                && reply.status() == 200
                && reply.body().length() <= MAX_BODY
                && (replies.size() < MAX_ADDRESSES || replies.containsKey(request.path()));
        if (document) {
            replies.merge(
                    request.path(),
                    new Replies(reply, Optional.empty()),
                    (known, fresh) -> known.followedBy(fresh.latest()));
        }
    }

    /** The newest answer that is another one than the right one of now; that one itself when there was no other. */
    Reply than(Request request, Reply now) {
        Optional<Replies> known = Optional.ofNullable(replies.get(request.path()));
        Optional<Reply> latest = known.map(Replies::latest);
        boolean changed = now.status() == 200
                && latest.filter(it -> !it.body().equals(now.body())).isPresent();
        return (changed ? latest : known.flatMap(Replies::before)).orElse(now);
    }
}
