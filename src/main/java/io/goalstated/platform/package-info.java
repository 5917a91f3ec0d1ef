/** The only door to files, processes, clock and distribution. Knows nothing of Azure; may use secret, and config for reading it. */
@NullMarked
package io.goalstated.platform;

import org.jspecify.annotations.NullMarked;
