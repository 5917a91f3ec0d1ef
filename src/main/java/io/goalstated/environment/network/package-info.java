/**
 * The VM's IPv4 network: what DHCP says of the platform, routes, interfaces (spec 03 §10, spec 01 §1.3). Decisions are pure; the
 * shells beside them use platform only.
 */
@NullMarked
package io.goalstated.environment.network;

import org.jspecify.annotations.NullMarked;
