package io.goalstated.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import io.goalstated.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Provisioning documents that another agent is tested with, and what the corpus says of them; they are not part of the repository, see
 * the goal state's {@code Corpus}.
 */
class CorpusOvfTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("goalstated.corpus", "../shared/corpus")).resolve("provisioning");
    private static final String FINGERPRINT = "EB0C0AB4B2D5FC35F2F0658D19F44C8283E2DD62";

    @ParameterizedTest
    @Conforms({"C:provisioning/ovf-env", "C:provisioning/ovf-env-2", "C:provisioning/ovf-env-4"})
    @CsvSource({"ovf-env.xml, false, true", "ovf-env-2.xml, true, false", "ovf-env-4.xml, bad data, false"})
    void every_document_is_read_as_expected(String file, String guestAgent, boolean forbidsAgent) throws Exception {
        try (OvfEnvironment found = OvfParser.parse(Files.readAllBytes(corpus().resolve(file)))) {
            assertThat(found.hostName()).isEqualTo("HostName");
            assertThat(found.userName()).contains("UserName");
            assertThat(text(found.password())).contains("UserPassword");
            assertThat(text(found.customData())).contains("CustomData");
            assertThat(found.keyOnlyLogin()).isFalse();
            assertThat(found.publicKeys())
                    .containsExactly(new PublicKey(
                            Optional.of(FINGERPRINT),
                            Optional.of("$HOME/UserName/.ssh/authorized_keys"),
                            Optional.of("ssh-rsa AAAANOTAREALKEY== foo@bar.local")));
            assertThat(found.keyPairs())
                    .containsExactly(new KeyPair(Optional.of(FINGERPRINT), Optional.of("$HOME/UserName/.ssh/id_rsa")));
            assertThat(found.provisionGuestAgent()).isEqualTo(guestAgent);
            assertThat(found.forbidsAgent()).isEqualTo(forbidsAgent);
            assertThat(found.preprovisioned()).isEmpty();
            assertThat(found.guestProxyAgent()).isFalse();
            assertThat(found.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"ovf-env.xml", "ovf-env-2.xml", "ovf-env-4.xml"})
    void the_copy_of_every_document_has_its_keys_and_neither_password_nor_custom_data(String file) throws Exception {
        String copy = OvfText.withoutSecrets(Files.readAllBytes(corpus().resolve(file)), false);

        assertThat(copy)
                .contains("<UserPassword>REDACTED</UserPassword>")
                .contains("<CustomData>REDACTED</CustomData>")
                .contains("<Fingerprint>" + FINGERPRINT + "</Fingerprint>")
                .doesNotContain(">UserPassword<")
                .doesNotContain(">CustomData<");
    }

    @Test
    void no_document_of_the_corpus_is_forgotten() throws IOException {
        try (Stream<Path> files = Files.list(corpus())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ovf-env.xml", "ovf-env-2.xml", "ovf-env-4.xml");
        }
    }

    private static Path corpus() {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus at " + CORPUS.toAbsolutePath() + ": its checks are skipped");
        return CORPUS;
    }

    private static Optional<String> text(Optional<Secret> secret) {
        return secret.map(it -> String.valueOf(it.characters()));
    }
}
