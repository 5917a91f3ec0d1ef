package io.goalstated.wire;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has gone over the wire since the start, by whom it was for. Bytes are those of bodies. Confined to the event loop.
 */
public final class Traffic {
    /** Not an HTTP status: there was no answer. */
    public static final int NO_ANSWER = 0;

    /** Nor is this: the server has sent something that is none. */
    private static final int ODD = 999;

    private final Endpoints endpoints;
    private final Map<Party, Count> counts = new EnumMap<>(Party.class);

    private static final class Count {
        private long opened;
        private long sent;
        private long received;
        private final Map<Integer, Long> answers = new TreeMap<>();
    }

    /** @param answers how often each status came; {@link #NO_ANSWER} for requests that broke */
    public record Share(Party party, long opened, long sent, long received, Map<Integer, Long> answers) {
        public Share {
            answers = Map.copyOf(answers);
        }
    }

    Traffic(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    void opened(Target target) {
        of(target).opened++;
    }

    void sent(Target target, int bytes) {
        of(target).sent += bytes;
    }

    void received(Target target, int bytes) {
        of(target).received += bytes;
    }

    void answered(Target target, int status) {
        of(target).answers.merge(status >= 100 && status <= 599 ? status : ODD, 1L, Long::sum);
    }

    void unanswered(Target target) {
        of(target).answers.merge(NO_ANSWER, 1L, Long::sum);
    }

    private Count of(Target target) {
        return counts.computeIfAbsent(Party.of(target, endpoints), party -> new Count());
    }

    /** As it is now; who was never asked has no share. */
    public List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        counts.forEach((party, count) ->
                shares.add(new Share(party, count.opened, count.sent, count.received, count.answers)));
        return shares;
    }
}
