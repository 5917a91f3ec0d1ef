/**
 * Measures what the agent, extensions and their services use of the machine (spec 04 §6.5). Limits nothing. May use platform, pure.
 */
@NullMarked
package io.goalstated.environment.usage;

import org.jspecify.annotations.NullMarked;
