/** What the owner allows to run. Pure; may use extension, goalstate and json. */
@NullMarked
package io.goalstated.policy;

import org.jspecify.annotations.NullMarked;
