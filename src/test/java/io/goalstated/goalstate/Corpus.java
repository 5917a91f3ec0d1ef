package io.goalstated.goalstate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real documents of the platform with what a correct parser makes of them. They are not part of the repository: they
 * are looked for in the directory that the system property {@code goalstated.corpus} names, else at {@code
 * ../shared/corpus}. Without them the tests that need them are skipped.
 */
record Corpus(Path root) {
    static Corpus required() {
        Path root = Path.of(System.getProperty("goalstated.corpus", "../shared/corpus"));
        assumeTrue(Files.isDirectory(root), "no corpus at " + root.toAbsolutePath() + ": its checks are skipped");
        return new Corpus(root);
    }

    String text(String path) {
        try {
            String text = Files.readString(root.resolve(path));
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String path) {
        try {
            return Json.parse(text(path));
        } catch (MalformedJson e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** The paths, relative to the corpus, of all files below the directory whose name ends so. */
    List<String> files(String directory, String ending) {
        try (Stream<Path> all = Files.walk(root.resolve(directory))) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
