/** What Azure wants: records of the goal state and the parsers of both channels. Pure; may use extension, json, xml and secret. */
@NullMarked
package io.goalstated.goalstate;

import org.jspecify.annotations.NullMarked;
