/**
 * The local door to the running daemon: a Unix socket that answers with JSON what the commands show. May use supervise,
 * report, polling, the pure packages and platform.
 */
@NullMarked
package io.goalstated.control;

import org.jspecify.annotations.NullMarked;
