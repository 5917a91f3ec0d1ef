/**
 * Telemetry (spec 04 §4): keeps what the agent tells and what extensions leave in files until the wireserver has taken
 * it, within bounds; and tells the host how its services look from inside. What an event is and how it is written is
 * {@code event}'s business. May use wire, platform and the pure packages.
 */
@NullMarked
package io.goalstated.telemetry;

import org.jspecify.annotations.NullMarked;
