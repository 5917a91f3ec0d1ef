package io.goalstated.demo;

import io.goalstated.lab.StatusReport;
import io.goalstated.supervise.SupervisionView;

/** What the demo hears of while it waits. */
sealed interface Event {
    /** The agent does something else now. */
    record Activity(SupervisionView view) implements Event {}

    /** The platform was sent a status report. */
    record Told(StatusReport report) implements Event {}

    /** The person at the terminal has seen enough. */
    record Interrupted() implements Event {}
}
