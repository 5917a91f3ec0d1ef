/** The handler contract: names, versions, states, and the exact text of every file shared with handlers. Pure; may use json and secret. */
@NullMarked
package io.goalstated.extension;

import org.jspecify.annotations.NullMarked;
