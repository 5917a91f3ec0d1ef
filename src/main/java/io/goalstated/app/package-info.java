/** Wires the agent together and is the process's entry. The one place that knows every package. */
@NullMarked
package io.goalstated.app;

import org.jspecify.annotations.NullMarked;
