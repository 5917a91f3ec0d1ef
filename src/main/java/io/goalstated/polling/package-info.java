/** Asks for goal states at the right rhythm and decides which of the two channels' is newer. May use wire, trust, the pure packages and platform. */
@NullMarked
package io.goalstated.polling;

import org.jspecify.annotations.NullMarked;
