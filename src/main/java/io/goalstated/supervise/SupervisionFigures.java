package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import java.time.Duration;
import java.util.List;

/**
 * How much was done since the agent's start, and how much is to be done.
 *
 * @param seen goal states that came to be carried out
 * @param carriedOut those that were
 * @param failed those that could not be, as a whole
 * @param busy handlers on which work is under way
 * @param pending sets of settings that wait for their turn
 * @param queued commands that wait for a place among others
 */
public record SupervisionFigures(
        long seen, long carriedOut, long failed, int busy, int pending, int queued, List<Commands> commands) {
    public SupervisionFigures {
        commands = List.copyOf(commands);
    }

    /**
     * Commands that ended alike.
     *
     * @param exitCode as handlers see it: 1011 for a time-out
     */
    public record Commands(String handler, CommandKind kind, int exitCode, long times, Duration took) {}
}
