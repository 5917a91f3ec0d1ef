package io.goalstated.event;

import java.time.Instant;

/**
 * When and where in the agent an event arose.
 *
 * @param task what the platform calls the thread
 */
public record Moment(Instant time, long thread, long process, String task) {}
