/** Extension manifests and packages: fetched, verified, unpacked. The only user of Commons Compress here. May use wire, trust, the pure packages and platform. */
@NullMarked
package io.goalstated.artifact;

import org.jspecify.annotations.NullMarked;
