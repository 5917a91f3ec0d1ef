/**
 * Events for the platform's telemetry (spec 01 §3.10, spec 04 §4): what the agent has to tell, what extensions leave in
 * files, and the exact text in which both are sent. Pure: where events are kept and when they go is {@code telemetry}'s
 * business. May use {@code extension}, {@code json}, {@code xml} and {@code secret}.
 */
@NullMarked
package io.goalstated.event;

import org.jspecify.annotations.NullMarked;
