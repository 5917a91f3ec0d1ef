package io.goalstated.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the sample handlers that come with the program. */
final class SampleHandlers {
    private static final String DIRECTORY = "extension-samples";

    private SampleHandlers() {}

    /** Beside the program's {@code lib}, or in the working directory of somebody who builds it. */
    static Optional<Path> find() {
        return image().map(image -> image.resolve(DIRECTORY))
                .filter(Files::isDirectory)
                .or(() -> Optional.of(Path.of(DIRECTORY).toAbsolutePath()).filter(Files::isDirectory));
    }

    private static Optional<Path> image() {
        try {
            Path jar = Path.of(SampleHandlers.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(jar.getParent()).flatMap(lib -> Optional.ofNullable(lib.getParent()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
