/**
 * Accounts of the machine: made, given passwords and sudo rules, found, removed (spec 03 §4.3–§4.5). Refuses what is no plain
 * user name, and the system's own accounts. Uses {@code platform} and {@code secret}; blocks.
 */
@NullMarked
package io.goalstated.account;

import org.jspecify.annotations.NullMarked;
