/**
 * Keys, certificates, encryption and package signatures of the fake platform, made anew in each run and never stored
 * unless asked. Knows nothing of servers and goal states. Depends on Bouncy Castle
 * and {@code platform}.
 */
@NullMarked
package io.goalstated.lab.issue;

import org.jspecify.annotations.NullMarked;
