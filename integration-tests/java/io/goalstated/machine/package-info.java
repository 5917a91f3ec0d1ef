/** A machine with a real systemd for integration tests. Knows nothing of the agent but its image. */
@NullMarked
package io.goalstated.machine;

import org.jspecify.annotations.NullMarked;
