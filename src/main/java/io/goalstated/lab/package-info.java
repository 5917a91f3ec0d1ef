/**
 * A whole Azure platform on loopback, for tests and for authors of extensions: wireserver, HostGAPlugin, blob store and
 * IMDS in one object that is scripted from Java or over an admin API. It follows spec 01, records what it is asked, and
 * fails on request. It shares no protocol code with the agent, so that a mistake in one is not repeated in the other; the
 * agent never imports it. May depend on {@code json}, {@code platform} and {@code lab.issue}.
 */
@NullMarked
package io.goalstated.lab;

import org.jspecify.annotations.NullMarked;
