package io.goalstated.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.lab.Address;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.Recording;
import io.goalstated.lab.Upstream;
import io.goalstated.lab.WantedHandler;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform is recorded while one agent uses it, and another agent is given the recording. */
class ReplayTest {
    private static final Path SAMPLE = Path.of("extension-samples/shell-hello");
    private static final String HELLO = "Contoso.Samples.Hello";
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    @TempDir
    Path directory;

    private final Vertx vertx = EventLoop.start();

    @AfterEach
    void end() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }

    private Path recording() {
        return directory.resolve("recording");
    }

    /** What an agent makes of that platform; it is asked for Hello with these settings. */
    private void useWithAnAgent(FakeAzure asked, FakeAzure answering) throws Exception {
        answering.offer(SAMPLE, "1.0.0");
        answering
                .publish(Goal.of(WantedHandler.of(HELLO, "1.0.0").publicSettings("{\"name\": \"you\"}")))
                .viaFabric();
        try (Stage stage = new Stage(new SystemRoot(Files.createDirectory(directory.resolve("first"))), event -> {})) {
            stage.startAgent(asked.addresses(), ENVIRONMENT);
            get(answering.awaitStatus(report -> report.extensionStatus(HELLO).equals("success")));
        }
    }

    private String replay() throws Exception {
        StringWriter said = new StringWriter();
        SystemRoot root = new SystemRoot(Files.createDirectory(directory.resolve("second")));

        Demo.Ending ending = new Replay(root, Recording.read(recording()), new PrintWriter(said)).play(ENVIRONMENT);

        assertThat(ending).isEqualTo(Demo.Ending.COMPLETE);
        return said.toString();
    }

    @Test
    void another_agent_does_the_same_with_a_recording_as_the_first_did_with_the_platform() throws Exception {
        FakeAzure azure = get(FakeAzure.record(vertx, Addresses.EPHEMERAL, recording(), Optional.empty()));
        useWithAnAgent(azure, azure);
        get(azure.close());

        String said = replay();

        assertThat(said).contains(HELLO + " 1.0.0: Ready, success");
        assertThat(directory.resolve("second/var/lib/waagent/" + HELLO + "-1.0.0/config/0.settings"))
                .content()
                .contains("\"name\": \"you\"");
    }

    @Test
    void a_platform_behind_is_recorded_with_its_storage_and_never_named_to_the_agent() throws Exception {
        FakeAzure real = get(FakeAzure.start(vertx));
        Addresses at = real.addresses();
        FakeAzure recorder = get(FakeAzure.record(
                vertx,
                Addresses.EPHEMERAL,
                recording(),
                Optional.of(new Upstream(at.wire(), at.hostPlugin(), at.imds()))));
        useWithAnAgent(recorder, real);
        get(recorder.close());
        get(real.close());

        String text = Files.readString(recording().resolve("exchanges.jsonl"));
        assertThat(text)
                .contains("http://wire.recorded/machine/")
                .doesNotContain(at.wire().url() + "/");
        assertThat(real.requests().all()).isNotEmpty();
    }

    @Test
    void a_recording_is_for_its_owner_only_and_never_overwritten() throws Exception {
        get(get(FakeAzure.record(vertx, Addresses.EPHEMERAL, recording(), Optional.empty()))
                .close());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recording())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(recording().resolve("exchanges.jsonl"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> get(FakeAzure.record(vertx, Addresses.EPHEMERAL, recording(), Optional.empty())))
                .hasMessageContaining("holds a recording already");
    }

    @Test
    void a_directory_that_others_can_read_is_refused() throws Exception {
        Files.createDirectory(
                recording(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThatThrownBy(() -> get(FakeAzure.record(vertx, Addresses.EPHEMERAL, recording(), Optional.empty())))
                .hasMessageContaining("chmod 700");
    }

    @Test
    void a_directory_without_a_recording_says_where_recordings_come_from() {
        assertThatThrownBy(() -> Recording.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fake-azure --record");
    }

    @Test
    void a_line_that_is_none_is_named() throws Exception {
        Files.createDirectory(recording());
        Files.writeString(recording().resolve("exchanges.jsonl"), "{}\n{}\n");

        assertThatThrownBy(() -> Recording.read(recording())).hasMessageContaining("exchanges.jsonl:1");
    }

    @Test
    void the_platform_of_a_vm_is_at_its_known_places() {
        assertThat(Upstream.at("168.63.129.16").hostPlugin()).isEqualTo(new Address("168.63.129.16", 32526));
    }
}
