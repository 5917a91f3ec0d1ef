package io.goalstated.lab.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.OpenSsl;
import io.goalstated.platform.Disk;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.Revocations;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.SignerRule;
import io.goalstated.trust.TrustAnchors;
import io.goalstated.trust.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's signatures against two verifiers that share no code with it: openssl and the agent's own. */
final class LabAuthorityTest {
    private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");
    private static final byte[] CONTENT = "the package's bytes".getBytes(StandardCharsets.UTF_8);

    private static final LabAuthority AUTHORITY = LabAuthority.generate(NOW);

    @TempDir
    static Path anchors;

    @TempDir
    Path directory;

    @BeforeAll
    static void exportAnchors() throws Exception {
        AUTHORITY.writeAnchors(anchors);
    }

    @Test
    void openssl_accepts_the_signature_as_detached_over_the_bytes() throws Exception {
        OpenSsl.Result result = verifyWithOpenSsl(CONTENT);

        assertThat(result.errors()).contains("CMS Verification successful");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void openssl_notices_other_bytes() throws Exception {
        assertThat(verifyWithOpenSsl("other bytes".getBytes(StandardCharsets.UTF_8))
                        .exitCode())
                .isNotZero();
    }

    @Test
    void the_signature_has_the_shape_of_the_platforms() throws Exception {
        Files.write(directory.resolve("sig.der"), Base64.getDecoder().decode(AUTHORITY.sign(CONTENT, NOW)));

        String shape = new OpenSsl(directory)
                .run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "sig.der")
                .text();

        assertThat(shape)
                .contains("eContentType: undefined (2.123.456.7.8.9)")
                .contains("eContent: <ABSENT>")
                .contains("sha384")
                .contains("rsaEncryption")
                .contains("id-smime-aa-timeStampToken")
                .doesNotContain("object: signingTime");
    }

    @Test
    void the_agent_finds_nothing_to_complain_about() throws Exception {
        Verdict verdict = verify(CONTENT, AUTHORITY.sign(CONTENT, NOW), NOW);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signedAt()).isPresent();
    }

    @Test
    void a_stamped_signature_outlives_its_certificate() throws Exception {
        Instant muchLater = NOW.plus(Duration.ofDays(4000));

        assertThat(verify(CONTENT, AUTHORITY.sign(CONTENT, NOW), muchLater).findings())
                .isEmpty();
        assertThat(reasons(verify(CONTENT, AUTHORITY.signWithoutTime(CONTENT), muchLater)))
                .contains(Reason.NO_TRUSTED_TIME);
    }

    @Test
    void the_agent_notices_other_bytes() throws Exception {
        byte[] other = "other bytes".getBytes(StandardCharsets.UTF_8);

        assertThat(reasons(verify(other, AUTHORITY.sign(CONTENT, NOW), NOW))).containsExactly(Reason.DIGEST_MISMATCH);
    }

    private OpenSsl.Result verifyWithOpenSsl(byte[] content) throws Exception {
        Files.write(directory.resolve("sig.der"), Base64.getDecoder().decode(AUTHORITY.sign(CONTENT, NOW)));
        Files.write(directory.resolve("package.zip"), content);
        Files.writeString(directory.resolve("root.pem"), AUTHORITY.rootPem());
        return new OpenSsl(directory)
                .run(
                        "cms",
                        "-verify",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "sig.der",
                        "-content",
                        "package.zip",
                        "-purpose",
                        "any",
                        "-attime",
                        Long.toString(NOW.getEpochSecond()),
                        "-CAfile",
                        "root.pem",
                        "-out",
                        "/dev/null");
    }

    private static Verdict verify(byte[] content, String signature, Instant now) throws Exception {
        TrustAnchors trusted = new TrustAnchors(List.of(), List.of(), List.of()).plus(new Disk(), anchors);
        return new PackageSignature(trusted, Revocations.of(DenyList.EMPTY))
                .verify(algorithms -> digests(content, algorithms), signature, SignerRule.ANYBODY, now);
    }

    private static Map<String, byte[]> digests(byte[] content, Iterable<String> algorithms) {
        Map<String, byte[]> digests = new HashMap<>();
        try {
            for (String algorithm : algorithms) {
                digests.put(algorithm, MessageDigest.getInstance(algorithm).digest(content));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return digests;
    }

    private static List<Reason> reasons(Verdict verdict) {
        return verdict.findings().stream().map(SignatureFinding::reason).toList();
    }
}
