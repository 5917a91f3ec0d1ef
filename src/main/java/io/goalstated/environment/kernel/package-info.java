/**
 * The kernel's command line: the serial console and an old advice on NUMA (spec 03 §14). Texts of the boot loader's settings are
 * changed as values; writing them is the command's business. May use platform.
 */
@NullMarked
package io.goalstated.environment.kernel;

import org.jspecify.annotations.NullMarked;
