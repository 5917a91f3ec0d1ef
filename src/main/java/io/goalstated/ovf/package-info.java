/**
 * The provisioning document of a fresh VM, {@code ovf-env.xml}: read, and copied without its secrets (spec 03 §3). Pure; uses
 * {@code xml} and {@code secret}. Does not decide what is done with it.
 */
@NullMarked
package io.goalstated.ovf;

import org.jspecify.annotations.NullMarked;
