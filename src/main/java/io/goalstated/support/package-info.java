/**
 * What is collected from the VM for those who help: the archive of logs, made now and then and given to the platform, or made on
 * command. Collects nothing that the manifests do not name, changes nothing but its own directory, and lets no secret through. How an
 * archive gets to the platform is not its business. May use platform and the pure packages.
 */
@NullMarked
package io.goalstated.support;

import org.jspecify.annotations.NullMarked;
