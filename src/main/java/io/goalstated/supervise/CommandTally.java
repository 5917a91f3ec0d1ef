package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has become of the commands of this run of the agent, and how long they took. Confined to the event loop. */
final class CommandTally {
    /** Exit codes and names are chosen by others, and a daemon runs for years: what is beyond is not told apart. */
    private static final int MOST = 1000;

    private static final int OTHER_CODE = -1;

    private final Map<Key, Count> counts = new LinkedHashMap<>();

    private record Key(String handler, CommandKind kind, int exitCode) {}

    private record Count(long times, Duration took) {
        Count and(Duration more) {
            return new Count(times + 1, took.plus(more));
        }
    }

    /** @param took since it was begun, by the clock on the wall, which is set now and then */
    void count(CommandTask.Ended ended, Duration took) {
        int code = ended.result().exitCode();
        Key exact =
                new Key(ended.operation().handler().value(), ended.operation().kind(), code);
        Key key = counts.containsKey(exact) || counts.size() < MOST
                ? exact
                : new Key("other", exact.kind(), code == 0 ? 0 : OTHER_CODE);
        Count before = counts.getOrDefault(key, new Count(0, Duration.ZERO));
        counts.put(key, before.and(took.isNegative() ? Duration.ZERO : took));
    }

    List<SupervisionFigures.Commands> figures() {
        List<SupervisionFigures.Commands> figures = new ArrayList<>();
        counts.forEach((key, count) -> figures.add(new SupervisionFigures.Commands(
                key.handler(), key.kind(), key.exitCode(), count.times(), count.took())));
        return figures;
    }
}
