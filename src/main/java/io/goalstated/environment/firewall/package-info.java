/**
 * Only the agent's user reaches the wireserver: the rules, whether they are in force, how they are put right, and what protects
 * the VM between boot and the agent's start (spec 03 §12, spec 04 §7). May use environment.network's addresses, json, platform.
 */
@NullMarked
package io.goalstated.environment.firewall;

import org.jspecify.annotations.NullMarked;
