package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers delete their own files while the agent deletes their directory. */
class VanishingFilesTest {
    @TempDir
    Path directory;

    @Test
    @Conforms({"02#93", "B37"})
    void files_that_somebody_else_deletes_meanwhile_are_no_error() throws Exception {
        Path tree = directory.resolve("Test.A-1.0.0");
        for (int i = 0; i < 20; i++) {
            fill(tree.resolve("d" + i));
        }
        Callable<Boolean> deletion = () -> {
            new Disk().deleteTree(tree);
            return true;
        };

        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<Boolean>> all = threads.invokeAll(List.of(deletion, deletion, deletion));
        threads.shutdown();

        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        assertThat(tree).doesNotExist();
    }

    private static void fill(Path place) throws IOException {
        Files.createDirectories(place);
        for (int i = 0; i < 50; i++) {
            Files.writeString(place.resolve("f" + i), "x");
        }
    }
}
