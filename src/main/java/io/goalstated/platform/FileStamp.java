package io.goalstated.platform;

import java.time.Instant;

/**
 * What tells one content of a file from another without reading it.
 *
 * @param identity of the file behind the name: another one after a rename over it
 * @param regular whether there is a plain file: no directory, pipe, device or symbolic link
 */
public record FileStamp(Instant modified, long size, Object identity, boolean regular, boolean directory) {}
