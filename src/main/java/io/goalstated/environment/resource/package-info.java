/**
 * The resource disk: found, never mistaken for another, made ready, mounted, swapped to (spec 03 §5). What to do is decided in small
 * steps from what the disk looks like at that moment, so that the agent may be killed between any two of them. Data that somebody
 * may want is never formatted away. May use json, platform.
 */
@NullMarked
package io.goalstated.environment.resource;

import org.jspecify.annotations.NullMarked;
