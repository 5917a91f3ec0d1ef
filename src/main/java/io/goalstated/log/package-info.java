/**
 * The back end of SLF4J: WALinuxAgent's line format to standard error and to the log file, redacted, escaped, coalesced,
 * rotated. Any thread may log; the locks for that are here and nowhere else. May use secret.
 */
@NullMarked
package io.goalstated.log;

import org.jspecify.annotations.NullMarked;
