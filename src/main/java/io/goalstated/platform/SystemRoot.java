package io.goalstated.platform;

import java.nio.file.Path;

/**
 * Where {@code /} is. Every absolute path goes through one of these, so that the whole agent can run unprivileged in a
 * scratch directory ({@code --root DIR}).
 */
public record SystemRoot(Path directory) {
    public static final SystemRoot REAL = new SystemRoot(Path.of("/"));

    public SystemRoot {
        directory = directory.toAbsolutePath().normalize();
    }

    /** The place of that absolute path under this root. */
    public Path resolve(String absolutePath) {
        if (!absolutePath.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + absolutePath);
        }
        Path place = directory.resolve(absolutePath.substring(1)).normalize();
        if (!place.startsWith(directory)) {
            throw new IllegalArgumentException("leaves the root: " + absolutePath);
        }
        return place;
    }

    public boolean isReal() {
        return directory.getParent() == null;
    }
}
