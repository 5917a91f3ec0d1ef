package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static io.goalstated.artifact.ArtifactBench.MANIFEST;
import static io.goalstated.artifact.ArtifactBench.VERSION;
import static io.goalstated.artifact.ArtifactBench.goodZip;
import static io.goalstated.artifact.ArtifactBench.request;
import static io.goalstated.artifact.ZipBytes.zip;
import static io.goalstated.wire.Platform.HG;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerEnvironment;
import io.goalstated.platform.Disk;
import io.goalstated.wire.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageFetcherTest {
    private static final String A = "https://a.example/p.zip";
    private static final String B = "https://b.example/p.zip";
    private static final String C = "https://c.example/p.zip";
    private static final byte[] BAD = "no zip at all".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private ArtifactBench bench;

    @BeforeEach
    void prepare() {
        bench = new ArtifactBench(directory);
    }

    @Test
    void a_package_becomes_a_directory_ready_for_its_first_command() throws Exception {
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isEqualTo(new Ready("unsigned", false));
        assertThat(bench.layout.base().resolve("bin/run.sh"))
                .hasContent("#!/bin/sh")
                .isExecutable();
        assertThat(bench.layout.environment()).hasContent(HandlerEnvironment.text(bench.layout));
        assertThat(mode(bench.layout.base())).isEqualTo("rwxr-xr-x");
        assertThat(mode(bench.layout.config())).isEqualTo("rwx------");
        assertThat(mode(bench.layout.status())).isEqualTo("rwx------");
        assertThat(mode(bench.layout.logs())).isEqualTo("rwxr-xr-x");
        assertThat(mode(bench.layout.events())).isEqualTo("rwx------");
        assertThat(mode(bench.lib.resolve("goalstated/staging"))).isEqualTo("rwx------");
        bench.assertNoRemains();
    }

    @Test
    @Conforms("02#88")
    void a_good_package_that_is_there_already_is_not_downloaded() throws Exception {
        bench.existingZip(goodZip());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.downloads()).isEmpty();
        assertThat(bench.layout.base().resolve("bin/run.sh")).exists();
        bench.assertNoRemains();
    }

    @Test
    @Conforms("02#89")
    void a_bad_package_that_is_there_already_goes_with_its_directory_and_is_downloaded() throws Exception {
        bench.existingZip(BAD);
        bench.write(bench.layout.base().resolve("half-unpacked"), "x");
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.downloads()).containsExactly("GET " + A);
        assertThat(bench.layout.base().resolve("half-unpacked")).doesNotExist();
        bench.assertNoRemains();
    }

    @Test
    @Conforms({"02#90", "01#13.45"})
    void later_uris_are_used_when_the_first_ones_fail_or_give_bad_packages() throws Exception {
        bench.serve(B, BAD);
        bench.serve(C, goodZip());

        PackageOutcome outcome = bench.acquire(A, B, C);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.downloads().stream().filter(request -> request.contains("example")))
                .containsExactly("GET " + A, "GET " + B, "GET " + C);
        bench.assertNoRemains();
    }

    @Test
    void a_bad_package_over_one_channel_is_fetched_over_the_other() throws Exception {
        bench.serve(A, BAD);
        bench.serve(HG + "/extensionArtifact", goodZip());

        assertThat(bench.acquire(A)).isInstanceOf(Ready.class);
    }

    @Test
    @Conforms({"02#91", "01#13.45"})
    void when_no_uri_answers_it_is_1004_and_nothing_is_left() throws Exception {
        PackageOutcome outcome = bench.acquire(A, B);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PACKAGE_DOWNLOAD);
            assertThat(failed.refused()).isFalse();
            assertThat(failed.message())
                    .startsWith("Failed to download artifacts: "
                            + "Failed to download Example.Probe-1.2.3 from all URIs. Last error: ");
        });
        bench.assertNothingLeft();
    }

    @Test
    @Conforms({"02#91", "01#13.45"})
    void when_the_last_copy_cannot_be_unpacked_it_is_1005_and_nothing_is_left() throws Exception {
        bench.serve(A, zip().file("../escape", "x").bytes());
        bench.serve(HG + "/extensionArtifact", BAD);

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome)
                .isEqualTo(new Failed(
                        ErrorCode.PACKAGE_EXTRACTION,
                        false,
                        "Failed to download artifacts: Failed to download Example.Probe-1.2.3 from all URIs. "
                                + "Last error: the package is not a zip archive, or it is cut short"));
        assertThat(bench.lib.resolve("goalstated/escape")).doesNotExist();
        bench.assertNothingLeft();
    }

    @Test
    void a_package_without_uris_says_so() {
        assertThat(bench.acquire())
                .isEqualTo(new Failed(
                        ErrorCode.PACKAGE_DOWNLOAD, false, "Failed to download artifacts: No package uri found"));
    }

    @Test
    void after_five_minutes_no_further_uri_is_tried() {
        bench.http.on("GET https://a.example", call -> {
            bench.platform.timers.advance(Duration.ofMinutes(6));
            return ArtifactBench.answer(BAD);
        });
        bench.serve(B, goodZip());

        PackageOutcome outcome = bench.acquire(A, B);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PACKAGE_DOWNLOAD);
            assertThat(failed.message()).contains("Timeout downloading Example.Probe-1.2.3");
        });
    }

    @Test
    void the_host_is_told_the_manifest_and_to_verify_for_fast_track() {
        bench.locations.remember(HANDLER, "https://a.example/manifest.xml");
        bench.serve(HG + "/extensionArtifact", goodZip());

        bench.acquire(new PackageRequest(HANDLER, VERSION, List.of(A), Optional.empty(), false, true));

        HttpCall last = bench.http.calls().get(bench.http.calls().size() - 1);
        assertThat(last.headers())
                .containsEntry("x-ms-artifact-location", A)
                .containsEntry("x-ms-artifact-manifest-location", "https://a.example/manifest.xml")
                .containsEntry("x-ms-verify-from-artifacts-blob", "true");
    }

    @Test
    void a_manifest_in_a_sub_directory_is_copied_to_the_root_without_its_byte_order_mark() throws Exception {
        bench.serve(
                A,
                zip().file("content/HandlerManifest.json", "\uFEFF" + MANIFEST).bytes());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.layout.manifest()).hasContent(MANIFEST);
        assertThat(bench.layout.base().resolve("content/HandlerManifest.json")).hasContent("\uFEFF" + MANIFEST);
    }

    @Test
    void the_manifest_at_the_root_loses_its_byte_order_mark() throws Exception {
        bench.serve(A, zip().file("HandlerManifest.json", "\uFEFF" + MANIFEST).bytes());

        bench.acquire(A);

        assertThat(bench.layout.manifest()).hasBinaryContent(MANIFEST.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_package_without_a_manifest_fails_and_leaves_nothing() throws Exception {
        bench.serve(A, zip().file("bin/run.sh", "x").bytes());

        PackageOutcome outcome = bench.acquire(A, B);

        assertThat(outcome)
                .isEqualTo(new Failed(
                        ErrorCode.UNKNOWN, false, "Failed to download artifacts: HandlerManifest.json not found"));
        assertThat(bench.downloads()).containsExactly("GET " + A);
        bench.assertNothingLeft();
    }

    @Test
    void a_malformed_manifest_is_1003_and_leaves_nothing() throws Exception {
        bench.serve(A, zip().file("HandlerManifest.json", "{}").bytes());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MANIFEST_MALFORMED));
        bench.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "config", "HandlerEnvironment.json/x", "HandlerManifest.json/x", "mrseq/x"})
    void a_package_with_something_else_where_the_agent_works_is_1005_and_not_a_full_disk(String entry)
            throws Exception {
        bench.write(bench.layout.status().resolve("0.status"), "earlier");
        bench.write(bench.layout.config().resolve("0.settings"), "earlier");
        byte[] odd = zip().file(entry, "x")
                .file("content/HandlerManifest.json", MANIFEST)
                .bytes();
        bench.serve(A, odd);
        bench.serve(HG + "/extensionArtifact", odd);

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PACKAGE_EXTRACTION);
            assertThat(failed.message()).contains("the package's entry '" + entry.replace("/x", "") + "' is a ");
        });
        assertThat(bench.layout.status().resolve("0.status")).hasContent("earlier");
        assertThat(bench.layout.config().resolve("0.settings")).hasContent("earlier");
        bench.assertNoRemains();
    }

    @Test
    void what_an_earlier_attempt_left_survives_and_its_files_are_replaced() throws Exception {
        Path outside = directory.resolve("outside");
        bench.write(outside.resolve("run.sh"), "not ours");
        bench.write(bench.layout.config().resolve("0.settings"), "settings");
        bench.write(bench.layout.handlerState(), "NotInstalled");
        bench.write(bench.layout.mostRecentSequence(), "0");
        bench.write(bench.layout.manifest(), "old");
        Files.createSymbolicLink(bench.layout.base().resolve("bin"), outside);
        bench.serve(A, goodZip());

        PackageOutcome outcome = bench.acquire(A);

        assertThat(outcome).isInstanceOf(Ready.class);
        assertThat(bench.layout.config().resolve("0.settings")).hasContent("settings");
        assertThat(bench.layout.handlerState()).hasContent("NotInstalled");
        assertThat(bench.layout.mostRecentSequence()).hasContent("0");
        assertThat(bench.layout.manifest()).hasContent(MANIFEST);
        assertThat(bench.layout.base().resolve("bin")).isDirectory();
        assertThat(Files.isSymbolicLink(bench.layout.base().resolve("bin"))).isFalse();
        assertThat(outside.resolve("run.sh")).hasContent("not ours");
    }

    @Test
    void a_package_cannot_call_itself_installed_or_verified() throws Exception {
        bench.write(bench.layout.handlerState(), "NotInstalled");
        bench.serve(
                A,
                zip().file("HandlerManifest.json", MANIFEST)
                        .file("config/HandlerState", "Enabled")
                        .file("config/HandlerStatus", "{}")
                        .file("config/one.HandlerState", "enabled")
                        .file("config/defaults.json", "{}")
                        .file("package_validated", "")
                        .bytes());

        bench.acquire(A);

        assertThat(bench.layout.handlerState()).hasContent("NotInstalled");
        assertThat(bench.layout.base().resolve("package_validated")).doesNotExist();
        assertThat(ArtifactBench.filesIn(bench.layout.config()))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("HandlerState", "defaults.json");
    }

    @Test
    void a_disk_that_fails_at_any_step_leaves_all_or_nothing() throws Exception {
        Set<String> steps = Set.of("create", "write", "rename", "mkdir", "mode", "sync");
        boolean ended = false;
        int step = 0;
        while (!ended) {
            step++;
            AtomicInteger left = new AtomicInteger(step);
            ArtifactBench round = new ArtifactBench(directory.resolve("round-" + step));
            round.serve(A, goodZip());
            // What is kept for later is no part of it.
            Files.createDirectories(round.lib.resolve("goalstated/packages"));
            round.disk = new Disk((operation, path) -> {
                boolean matters =
                        steps.contains(operation) && !path.startsWith(round.lib.resolve("goalstated/packages"));
                if (matters && left.decrementAndGet() == 0) {
                    throw new IOException(operation + ": No space left on device");
                }
            });
            PackageOutcome outcome = round.acquire(A);
            ended = left.get() > 0;
            if (ended) {
                assertThat(outcome).isInstanceOf(Ready.class);
            } else {
                assertThat(outcome)
                        .as("step %d", step)
                        .isInstanceOfSatisfying(
                                PackageOutcome.NoRoom.class,
                                noRoom -> assertThat(noRoom.why()).contains("No space left on device"));
                round.assertNothingLeft();
            }
        }
        assertThat(step).isGreaterThan(20);
    }

    @Test
    void what_a_killed_agent_left_in_staging_is_swept() throws Exception {
        bench.write(bench.lib.resolve("goalstated/staging/Example.Probe-1.2.3-ab/tree/x"), "x");

        bench.fetcher().sweep();

        bench.assertNoRemains();
    }

    @Test
    void a_handler_of_another_version_is_not_touched() throws Exception {
        Path old = bench.lib.resolve("Example.Probe-1.2.2/bin/run.sh");
        bench.write(old, "old");
        bench.serve(A, BAD);

        bench.acquire(request(A));

        assertThat(old).hasContent("old");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
