/** Carries plans out: one worker a handler, commands, journal, recovery. May use artifact, the pure packages and platform. */
@NullMarked
package io.goalstated.supervise;

import org.jspecify.annotations.NullMarked;
