/** Decides: a goal state and an observed disk become steps. Pure: the same input gives the same text. May use policy, goalstate, extension and json. */
@NullMarked
package io.goalstated.plan;

import org.jspecify.annotations.NullMarked;
