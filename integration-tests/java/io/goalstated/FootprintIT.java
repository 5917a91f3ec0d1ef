package io.goalstated;

import static io.goalstated.LoopbackAzure.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.WantedHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the image's daemon does without, so that it starts fast and stays small. */
class FootprintIT {
    private static final String SAMPLE = "Contoso.Samples.Hello";

    @TempDir
    Path directory;

    @RegisterExtension
    private final LoopbackAzure loopback = new LoopbackAzure();

    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        azure = loopback.azure();
        azure.offer(ImageDaemon.IMAGE.resolve("extension-samples/shell-hello"), "1.0.0");
    }

    @Test
    void goal_states_of_both_channels_are_carried_out_and_reported_without_an_object_mapper() throws Exception {
        Path classes = directory.resolve("classes.log");
        azure.publish(goal(0)).viaFabric();

        try (ImageDaemon daemon = ImageDaemon.start(
                List.of(
                        "/usr/bin/env",
                        "_JAVA_OPTIONS=-Dgoalstated.rehearsal=true -Xlog:class+load:file=" + classes,
                        ImageDaemon.IMAGE.resolve("bin/goalstated").toString()),
                directory.resolve("output"),
                words())) {
            awaitSuccess(0, daemon);
            azure.publish(goal(1)).viaFastTrack();
            awaitSuccess(1, daemon);
            await(azure.awaitEvent(event -> true));
        }

        String loaded = Files.readString(classes);
        assertThat(loaded)
                .contains(" com.fasterxml.jackson.databind.JsonNode source:")
                .doesNotContain(" com.fasterxml.jackson.databind.ObjectMapper source:");
        assertThat(loaded.lines().filter(line -> line.contains(" io.goalstated.environment.monitor.NetworkRules ")))
                .as("what only a machine's daemon loads is in the class archive")
                .singleElement()
                .asString()
                .endsWith("source: shared objects file (top)");
    }

    private List<String> words() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        List<String> words = new ArrayList<>(ImageDaemon.words(azure.addresses()));
        words.add("--root=" + root);
        return words;
    }

    private static Goal goal(int sequence) {
        return Goal.of(WantedHandler.of(SAMPLE, "1.0.0").sequence(sequence).protectedSettings("{}"));
    }

    private void awaitSuccess(int sequence, ImageDaemon daemon) throws Exception {
        try {
            await(azure.awaitStatus(report ->
                    report.extensionStatus(SAMPLE).equals("success") && report.sequenceNumber(SAMPLE) == sequence));
        } catch (Exception e) {
            throw new AssertionError(daemon.output(), e);
        }
    }
}
