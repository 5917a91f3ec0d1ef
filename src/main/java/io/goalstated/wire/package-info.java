/** The protocol clients: wireserver, host plugin, blob storage, IMDS. May use the pure packages and platform. */
@NullMarked
package io.goalstated.wire;

import org.jspecify.annotations.NullMarked;
