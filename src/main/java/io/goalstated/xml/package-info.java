/** XML read into a small tree by one hardened reader: no DTD, no entities, limits on depth and size. Pure; depends on nothing of ours. */
@NullMarked
package io.goalstated.xml;

import org.jspecify.annotations.NullMarked;
