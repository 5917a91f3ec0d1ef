/**
 * What distinguishes one distribution from another, as one table (spec 03 §15). Pure; depends on nothing of ours. What is
 * found on the machine at run time goes before the table.
 */
@NullMarked
package io.goalstated.distro;

import org.jspecify.annotations.NullMarked;
