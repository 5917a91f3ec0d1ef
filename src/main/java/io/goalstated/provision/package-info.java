/**
 * Prepares a fresh VM: the one built-in handler (spec 03 §2–§4, §6–§9). Finds the provisioning document, plans (pure: {@link
 * io.goalstated.provision.ProvisioningPlanner}), carries the plan out step by step with a journal, and tells the platform.
 * Extensions wait until it has ended.
 */
@NullMarked
package io.goalstated.provision;

import org.jspecify.annotations.NullMarked;
