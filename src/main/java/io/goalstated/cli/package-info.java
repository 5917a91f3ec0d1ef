/** The command line: everything but the daemon itself. Nothing here is loaded on the daemon's start path. */
@NullMarked
package io.goalstated.cli;

import org.jspecify.annotations.NullMarked;
