package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.extension.HandlerName;
import io.goalstated.lab.issue.LabAuthority;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The owner's files change after a package was verified: OPS-139, OPS-144. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final HandlerName HANDLER = new HandlerName("Contoso.Probe");
    private static final byte[] CONTENT = "a package".getBytes(StandardCharsets.UTF_8);

    private LabAuthority authority;
    private String signature;

    @TempDir
    Path parent;

    private Path root;
    private OwnersWord ownersWord;
    private Packages packages;

    @BeforeAll
    void sign() {
        authority = LabAuthority.generate(NOW);
        signature = authority.sign(CONTENT, NOW);
    }

    @BeforeEach
    void machine() throws IOException {
        root = Files.createTempDirectory(parent, "root");
        authority.writeAnchors(root.resolve("anchors"));
        Files.createDirectories(root.resolve("etc/goalstated/crl"));
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.parse("f", "Extensions.TrustAnchors=/anchors\n"))),
                "f",
                Map.of(),
                AgentVersion.current());
        Disk disk = new Disk();
        PolicyFile policyFile = new PolicyFile(setup.root(), setup::configuration, disk);
        TrustFiles trustFiles = new TrustFiles(setup, disk);
        ownersWord = new OwnersWord(setup, policyFile, trustFiles);
        packages = new Packages(setup, trustFiles, () -> NOW, policyFile::read);
    }

    private void policy(String members) throws IOException {
        Path file = root.resolve("etc/waagent_policy.json");
        Files.writeString(file, "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {" + members + "}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Verdict verify() throws IOException {
        return packages.verify(HANDLER, ContentDigests.known(digests()), signature);
    }

    private static Map<String, byte[]> digests() {
        Map<String, byte[]> digests = new HashMap<>();
        try {
            for (String algorithm : List.of("SHA-256", "SHA-384", "SHA-512")) {
                digests.put(algorithm, MessageDigest.getInstance(algorithm).digest(CONTENT));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return digests;
    }

    private static List<Reason> reasons(Verdict verdict) {
        return verdict.findings().stream().map(SignatureFinding::reason).toList();
    }

    @Test
    @Conforms("OPS-144")
    void signers_that_the_policy_names_later_are_other_grounds_and_count() throws IOException {
        Verdict earlier = verify();
        String grounds = packages.grounds(HANDLER);
        assertThat(earlier.findings()).isEmpty();

        policy("\"extensions\": {\"Contoso.Probe\": {\"signers\": [\"Fabrikam\"]}}");

        assertThat(packages.grounds(HANDLER)).isNotEqualTo(grounds);
        assertThat(packages.grounds(new HandlerName("Contoso.Other"))).isEqualTo(grounds);
        assertThat(reasons(packages.verifyAgain(HANDLER, earlier, signature, NOW)))
                .containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    @Test
    @Conforms("OPS-144")
    void an_anchor_that_is_taken_away_vouches_no_more() throws IOException {
        Verdict earlier = verify();
        String stamp = ownersWord.stamp();

        new Disk().deleteTree(root.resolve("anchors/code-signing"));

        assertThat(ownersWord.stamp()).isNotEqualTo(stamp);
        assertThat(reasons(packages.verifyAgain(HANDLER, earlier, signature, NOW)))
                .containsExactly(Reason.CHAIN_UNTRUSTED);
    }

    @Test
    @Conforms("OPS-144")
    void a_package_without_a_record_is_looked_at_only_where_the_owner_asks_for_more() throws IOException {
        assertThat(packages.verifyMaker(HANDLER, signature)).isEmpty();

        policy("\"extensions\": {\"Contoso.Probe\": {\"signers\": [\"Fabrikam\"]}}");

        assertThat(reasons(packages.verifyMaker(HANDLER, signature).orElseThrow()))
                .containsExactly(Reason.SIGNER_NOT_ALLOWED);
    }

    @Test
    @Conforms("OPS-144")
    void a_revocation_list_that_comes_or_is_replaced_is_noticed() throws IOException {
        String none = ownersWord.look().admission().trust();

        Path list = root.resolve("etc/goalstated/crl/one.crl");
        Files.writeString(list, "first");
        String first = ownersWord.look().admission().trust();
        Path next = Files.writeString(root.resolve("next"), "other");
        Files.move(next, list, StandardCopyOption.REPLACE_EXISTING);

        assertThat(first).isNotEqualTo(none);
        assertThat(ownersWord.look().admission().trust()).isNotEqualTo(first);
        assertThat(ownersWord.look().stamp()).isEqualTo(ownersWord.stamp());
    }
}
