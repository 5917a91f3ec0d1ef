/** JSON read with limits and written the way handlers expect it. Pure; depends on nothing of ours. */
@NullMarked
package io.goalstated.json;

import org.jspecify.annotations.NullMarked;
