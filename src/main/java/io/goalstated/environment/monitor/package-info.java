/**
 * Looks after the VM while the agent runs: each watch has its period, and none can hold up another (spec 03 §11). May use the other
 * packages of environment, platform.
 */
@NullMarked
package io.goalstated.environment.monitor;

import org.jspecify.annotations.NullMarked;
