package io.goalstated.artifact;

import static io.goalstated.artifact.ArtifactBench.HANDLER;
import static io.goalstated.artifact.ArtifactBench.VERSION;
import static io.goalstated.artifact.ArtifactBench.goodZip;
import static io.goalstated.artifact.ZipBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.platform.Disk;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignatureMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCacheTest {
    private static final String A = "https://a.example/p.zip";
    private static final String B = "https://b.example/p.zip";

    @TempDir
    Path directory;

    private ArtifactBench bench;

    @BeforeEach
    void prepare() {
        bench = new ArtifactBench(directory);
        bench.serve("https://a.example/", goodZip());
        bench.serve("https://b.example/", goodZip());
    }

    @Test
    void a_package_that_is_installed_again_is_not_downloaded_again() throws Exception {
        bench.acquire(A + "?sig=one");
        uninstall();

        for (int i = 0; i < 2; i++) {
            PackageOutcome outcome = bench.acquire(A + "?sig=another");

            assertThat(outcome).isEqualTo(new Ready("unsigned", false));
            assertThat(bench.layout.base().resolve("bin/run.sh")).isExecutable();
            assertThat(bench.downloads()).isEmpty();
            bench.assertNoRemains();
            uninstall();
        }
    }

    @Test
    void only_its_owner_sees_what_is_kept() throws Exception {
        bench.acquire(A);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_signed_package_is_known_by_its_signature_wherever_it_comes_from() throws Exception {
        String signature = ArtifactBench.signatureOf(goodZip());
        bench.acquireSigned(signature, A);
        uninstall();

        assertThat(bench.acquireSigned(signature, B)).isInstanceOf(Ready.class);
        assertThat(bench.downloads()).isEmpty();
        uninstall();
        assertThat(bench.acquireSigned(ArtifactBench.signatureOf(goodZip(), Reason.UNBOUND), A))
                .isInstanceOf(Ready.class);
        assertThat(bench.downloads()).containsExactly("GET " + A);
    }

    @Test
    void an_unsigned_package_of_another_place_is_another_package() throws Exception {
        bench.acquire(A);
        uninstall();

        bench.acquire(B);

        assertThat(bench.downloads()).containsExactly("GET " + B);
    }

    @Test
    void a_kept_package_is_judged_by_the_rules_of_today() throws Exception {
        String signature = ArtifactBench.signatureOf(goodZip(), Reason.CHAIN_UNTRUSTED);
        bench.acquireSigned(signature, A);
        uninstall();
        bench.mode = SignatureMode.ENFORCE;

        assertThat(bench.acquireSigned(signature, A)).isInstanceOf(Failed.class);

        assertThat(bench.layout.base()).doesNotExist();
        assertThat(ArtifactBench.filesIn(kept())).isEmpty();
    }

    @Test
    void what_has_changed_meanwhile_is_thrown_away_and_downloaded() throws Exception {
        bench.acquire(A);
        uninstall();
        Files.write(
                ArtifactBench.filesIn(kept()).get(0),
                zip().file("HandlerManifest.json", "[{}]").bytes());

        assertThat(bench.acquire(A)).isInstanceOf(Ready.class);

        assertThat(bench.downloads()).containsExactly("GET " + A);
        assertThat(bench.layout.manifest()).hasContent(ArtifactBench.MANIFEST);
    }

    @Test
    void a_link_in_its_place_is_not_followed() throws Exception {
        bench.acquire(A);
        uninstall();
        Path file = ArtifactBench.filesIn(kept()).get(0);
        Path elsewhere = directory.resolve("elsewhere.zip");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);

        assertThat(bench.acquire(A)).isInstanceOf(Ready.class);

        assertThat(bench.downloads()).containsExactly("GET " + A);
        assertThat(elsewhere).exists();
    }

    @Test
    void after_a_day_a_package_is_downloaded_again() throws Exception {
        bench.acquire(A);
        uninstall();
        bench.now = bench.now.plus(Duration.ofHours(25));

        bench.acquire(A);

        assertThat(bench.downloads()).containsExactly("GET " + A);
    }

    @Test
    void nothing_is_kept_of_a_package_that_was_not_used_or_not_looked_at() throws Exception {
        bench.mode = SignatureMode.OFF;
        bench.acquire(A);
        bench.mode = SignatureMode.INTEGRITY;
        bench.serve(A, zip().file("bin/run.sh", "x").bytes());
        bench.acquire(A);

        assertThat(ArtifactBench.filesIn(kept())).isEmpty();
    }

    @Test
    void only_so_many_and_so_much_is_kept_the_newest_first() throws Exception {
        PackageCache cache = cache(new PackageCache.Limits(25, 3, Duration.ofDays(1), 0));
        for (int i = 0; i < 5; i++) {
            bench.now = bench.now.plusSeconds(1);
            cache.keep(requestFrom(i), file(10), "AB", true);
        }
        bench.now = bench.now.plusSeconds(1);
        cache.keep(requestFrom(5), file(1), "AB", true);

        assertThat(cache.take(requestFrom(5), directory.resolve("to"))).contains("AB");
        assertThat(cache.take(requestFrom(4), directory.resolve("to"))).contains("AB");
        assertThat(cache.take(requestFrom(3), directory.resolve("to"))).contains("AB");
        assertThat(cache.take(requestFrom(2), directory.resolve("to"))).isEmpty();
    }

    @Test
    void nothing_is_kept_where_the_disk_is_short() throws Exception {
        PackageCache cache = cache(new PackageCache.Limits(100, 3, Duration.ofDays(1), Long.MAX_VALUE));

        cache.keep(requestFrom(1), file(10), "AB", true);

        assertThat(cache.take(requestFrom(1), directory.resolve("to"))).isEmpty();
    }

    @Test
    void what_is_kept_goes_when_a_package_finds_no_room() throws Exception {
        bench.acquire(A);
        assertThat(ArtifactBench.filesIn(kept())).hasSize(1);
        bench.disk = new Disk((operation, path) -> {
            if (operation.equals("write") && path.toString().contains("staging")) {
                throw new IOException("No space left on device");
            }
        });

        PackageOutcome outcome =
                bench.acquire(new PackageRequest(HANDLER, VERSION, List.of(B), Optional.empty(), false, false));

        assertThat(outcome).isInstanceOf(PackageOutcome.NoRoom.class);
        assertThat(ArtifactBench.filesIn(kept())).isEmpty();
    }

    private PackageCache cache(PackageCache.Limits limits) {
        return new PackageCache(bench.disk, bench.lib, () -> bench.now, limits);
    }

    private static PackageRequest requestFrom(int place) {
        return ArtifactBench.request("https://a.example/" + place);
    }

    private Path file(int bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "p", ".zip"), new byte[bytes]);
    }

    private Path kept() {
        return bench.lib.resolve("goalstated/packages");
    }

    private void uninstall() throws IOException {
        new Disk().deleteTree(bench.layout.base());
        bench.http.calls().clear();
    }
}
