package io.goalstated.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Real recorded data, kept outside the repository. Tests that need it are skipped, and say so, when it is absent. */
final class Corpus {
    private Corpus() {}

    static Path file(String name) {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no corpus: set -Dgoalstated.corpus=DIR or place it at ../shared/corpus");
        return folder.orElseThrow().resolve(name);
    }

    static String text(String name) throws IOException {
        return Files.readString(file(name));
    }

    private static Optional<Path> folder() {
        String configured = System.getProperty("goalstated.corpus", "");
        for (String place : List.of(configured, "../shared/corpus", "../../shared/corpus")) {
            if (!place.isEmpty() && Files.isDirectory(Path.of(place))) {
                return Optional.of(Path.of(place));
            }
        }
        return Optional.empty();
    }
}
