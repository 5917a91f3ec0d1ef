/**
 * The newcomer's first minute, and recordings played again: an agent and a fake Azure in one process, and the story of what happens between them, told on
 * the terminal. Unprivileged, without network, in a scratch root. May depend on {@code daemon} and {@code lab} and what is
 * below them; only the command line uses it.
 */
@NullMarked
package io.goalstated.demo;

import org.jspecify.annotations.NullMarked;
