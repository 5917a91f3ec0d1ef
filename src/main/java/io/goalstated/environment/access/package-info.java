/**
 * Accounts that the platform gives for a while (just-in-time access, spec 03 §13): made, and removed when their time is over. An
 * account that is not one of them is never touched. May use goalstate, trust, account, platform.
 */
@NullMarked
package io.goalstated.environment.access;

import org.jspecify.annotations.NullMarked;
