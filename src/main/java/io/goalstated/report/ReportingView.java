package io.goalstated.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How reporting goes, for the status command.
 *
 * @param delivered when the platform last took a report
 * @param bytes of that report
 * @param failure why the latest attempt failed; empty when it succeeded or there was none
 * @param failingSince the first failure since the last success
 * @param hasDestination whether the goal state says where to put reports
 * @param deliveries how often the platform took a report
 * @param failures how often one did not come through
 * @param survived rows of failures that came to their end
 * @param settled whether every handler and extension has reached a final status (spec 02 §7.10)
 */
public record ReportingView(
        Optional<Instant> delivered,
        int bytes,
        Optional<String> failure,
        Optional<Instant> failingSince,
        boolean hasDestination,
        long deliveries,
        long failures,
        long survived,
        boolean settled) {
    static final ReportingView NOTHING =
            new ReportingView(Optional.empty(), 0, Optional.empty(), Optional.empty(), false, 0, 0, 0, false);

    /** How old the platform's picture of this VM is. */
    public Optional<Duration> age(Instant now) {
        return delivered.map(then -> Duration.between(then, now));
    }

    ReportingView delivered(Instant at, int size, boolean allSettled) {
        return new ReportingView(
                Optional.of(at),
                size,
                Optional.empty(),
                Optional.empty(),
                hasDestination,
                deliveries + 1,
                failures,
                failure.isPresent() ? survived + 1 : survived,
                allSettled);
    }

    ReportingView failed(Instant at, String why) {
        return new ReportingView(
                delivered,
                bytes,
                Optional.of(why),
                failingSince.or(() -> Optional.of(at)),
                hasDestination,
                deliveries,
                failures + 1,
                survived,
                settled);
    }

    ReportingView withDestination(boolean known) {
        return new ReportingView(
                delivered, bytes, failure, failingSince, known, deliveries, failures, survived, settled);
    }
}
