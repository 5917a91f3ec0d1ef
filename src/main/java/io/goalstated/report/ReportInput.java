package io.goalstated.report;

import io.goalstated.supervise.SupervisionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that goes into one status document.
 *
 * @param fastTrack whether the feature is on and the host supports it
 * @param conditions what is wrong, worst first
 * @param verdict of the last goal state that was carried out
 */
public record ReportInput(
        Instant now,
        Guest guest,
        boolean fastTrack,
        List<Condition> conditions,
        Optional<SupervisionView.Verdict> verdict,
        List<HandlerEntry> handlers) {
    public ReportInput {
        conditions = List.copyOf(conditions);
        handlers = List.copyOf(handlers);
    }
}
