package io.goalstated.polling;

import io.goalstated.prometheus.Histogram;
import java.time.Duration;
import java.util.Optional;

/**
 * How the conversation with the platform goes, for the status command.
 *
 * @param incarnation seen last
 * @param goalStateId in force
 * @param sinceSuccess since the last look that succeeded; empty before the first
 * @param lastError of the last look, if it failed
 * @param failuresInARow looks that failed since the last success
 * @param looks in all
 * @param updates looks that brought something new
 * @param failures looks that failed
 * @param survived rows of failures that came to their end
 * @param active the rhythm is the fast one
 * @param goalStateEvery the period in force
 * @param hintEvery likewise; empty while there are no hints
 * @param took how long looks have taken
 */
public record PollingView(
        Optional<String> incarnation,
        Optional<String> goalStateId,
        Optional<Duration> sinceSuccess,
        Optional<String> lastError,
        int failuresInARow,
        long looks,
        long updates,
        long failures,
        long survived,
        boolean active,
        Duration goalStateEvery,
        Optional<Duration> hintEvery,
        Histogram took) {}
