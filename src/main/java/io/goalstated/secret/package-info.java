/** Secrets and the one redactor for every text that leaves the process. Pure; depends on nothing of ours. */
@NullMarked
package io.goalstated.secret;

import org.jspecify.annotations.NullMarked;
