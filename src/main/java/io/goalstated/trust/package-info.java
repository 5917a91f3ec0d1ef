/** Certificates, CMS and package signatures: the only user of Bouncy Castle. May use the pure packages and platform. */
@NullMarked
package io.goalstated.trust;

import org.jspecify.annotations.NullMarked;
