package io.goalstated.report;

import java.time.Duration;

/** What others have to do about reporting. Called on the event loop. */
public interface ReportingEvents {
    /** The platform has a report. */
    void reported();

    /** The goal state names no status blob: only a completely new one can help (spec 01 §10.6). */
    void noDestination();

    /** No report has come through for that long. Said once in fifteen minutes. */
    void failing(Duration time, String reason);
}
