/**
 * A file system in memory that forgets what was not synced when its machine crashes, and lets somebody act, fail or die
 * before every single operation. Single-threaded.
 */
@NullMarked
package io.goalstated.simulation.disk;

import org.jspecify.annotations.NullMarked;
