/** Wires the daemon together, starts it and stops it. The one place that knows every part of it. */
@NullMarked
package io.goalstated.daemon;

import org.jspecify.annotations.NullMarked;
