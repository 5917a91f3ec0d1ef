package io.goalstated.platform;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/**
 * What tells one content of a file from another without reading it.
 *
 * @param identity of the file behind the name: another one after a rename over it
 * @param regular whether there is a plain file: no directory, pipe, device or symbolic link
 */
public record FileStamp(Instant modified, long size, Object identity, boolean regular, boolean directory) {
    /** @param name which has to do where the file system knows no identity */
    static FileStamp of(BasicFileAttributes found, Path name) {
        return new FileStamp(
                found.lastModifiedTime().toInstant(),
                found.size(),
                Objects.requireNonNullElse(found.fileKey(), name),
                found.isRegularFile(),
                found.isDirectory());
    }
}
