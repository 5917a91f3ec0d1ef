/**
 * A real agent, as a process of its own, against a platform that does everything wrong it can: minutes or an hour of
 * faults in a seeded order. May use everything.
 */
@NullMarked
package io.goalstated.soak;

import org.jspecify.annotations.NullMarked;
