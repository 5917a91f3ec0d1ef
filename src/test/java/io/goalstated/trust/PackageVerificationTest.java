package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.issue.LabAuthority;
import io.goalstated.platform.Disk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code goalstated verify package}, with packages of the fake Azure's own publisher. */
class PackageVerificationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    private LabAuthority authority;
    private Path zip;
    private Path signature;

    @BeforeEach
    void signPackage() throws Exception {
        authority = LabAuthority.generate(NOW);
        authority.writeAnchors(directory.resolve("anchors"));
        zip = Files.write(directory.resolve("p.zip"), zip("Contoso"));
        signature = Files.writeString(directory.resolve("p.sig"), authority.sign(Files.readAllBytes(zip), NOW));
    }

    @Test
    @Conforms("OPS-52")
    void a_good_package_passes_every_step_and_every_mode() throws Exception {
        PackageVerification verification = verify();

        List<String> lines = verification.lines(true);
        assertThat(verification.isGood()).isTrue();
        assertThat(lines).noneMatch(line -> line.startsWith("✗"));
        assertThat(lines)
                .contains(
                        "✓ integrity           SHA-384 and signature match",
                        "signed by             O=Lab, CN=Lab Publisher",
                        "signed at             2026-11-23T12:00:00Z",
                        "certificates          O=Lab, CN=Lab Publisher",
                        "time stamp            O=Lab, CN=Lab Time Stamping",
                        "verdict               good",
                        "enforce               uses it");
        assertThat(lines).anyMatch(line -> line.startsWith("· binding") && line.endsWith("Contoso.Jobs 1.0.0"));
    }

    @Test
    @Conforms("OPS-52")
    void a_modified_package_is_refused_and_the_steps_after_are_skipped() throws Exception {
        Files.write(zip, new byte[] {1}, StandardOpenOption.APPEND);

        PackageVerification verification = verify();

        List<String> lines = verification.lines(true);
        assertThat(verification.isGood()).isFalse();
        assertThat(lines)
                .contains(
                        "✗ integrity           the package is not the one that was signed: its SHA-384 differs",
                        "· certificate path    not reached",
                        "integrity             refuses it: SIG_DIGEST_MISMATCH",
                        "off                   uses it",
                        "report                uses it with a warning");
    }

    @Test
    @Conforms("OPS-52")
    void a_foreign_package_is_used_loudly_by_default_and_refused_by_enforce() throws Exception {
        PackageSignature strangersOnly = new PackageSignature(TrustAnchors.shipped(), Revocations.of(DenyList.EMPTY));

        PackageVerification verification = PackageVerification.of(zip, signature, NOW, strangersOnly);

        assertThat(verification.isGood()).isFalse();
        assertThat(verification.lines(false))
                .contains(
                        "integrity             uses it and says in its status that it is not trusted",
                        "enforce               refuses it: SIG_TSA_UNTRUSTED")
                .noneMatch(line -> line.startsWith("✓"));
    }

    @Test
    @Conforms("OPS-52")
    void an_empty_signature_file_is_no_signature() throws Exception {
        Files.writeString(signature, "\n");

        PackageVerification verification = verify();

        assertThat(verification.isGood()).isFalse();
        assertThat(verification.lines(false))
                .contains(
                        "verdict               SIG_MISSING: the goal state carries no signature for this package",
                        "integrity             uses it",
                        "enforce               refuses it: SIG_MISSING");
    }

    @Test
    @Conforms("OPS-137")
    void a_package_that_calls_itself_microsofts_must_be_signed_by_microsoft() throws Exception {
        Files.write(zip, zip("Microsoft.Azure"));
        Files.writeString(signature, authority.sign(Files.readAllBytes(zip), NOW));

        assertThat(verify().lines(true))
                .contains("✗ signer identity     an extension of Microsoft is signed by somebody else: "
                        + "O=Lab, CN=Lab Publisher");
    }

    @Test
    void a_file_that_is_no_zip_can_be_verified_all_the_same() throws Exception {
        Files.writeString(zip, "not a zip");
        Files.writeString(signature, authority.sign(Files.readAllBytes(zip), NOW));

        assertThat(verify().isGood()).isTrue();
    }

    private PackageVerification verify() throws Exception {
        TrustAnchors anchors = TrustAnchors.shipped().plus(new Disk(), directory.resolve("anchors"));
        return PackageVerification.of(
                zip, signature, NOW, new PackageSignature(anchors, Revocations.of(DenyList.EMPTY)));
    }

    private static byte[] zip(String publisher) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("HandlerManifest.json"));
            String manifest = "[{\"handlerManifest\": {}, \"signingInfo\": {\"publisher\": \"" + publisher
                    + "\", \"type\": \"Jobs\", \"version\": \"1.0.0\"}}]";
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
