package io.goalstated.ovf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OvfWriterTest {
    @Test
    void what_is_written_is_read_as_the_same_without_its_secrets() throws Exception {
        OvfEnvironment original = parse(Ovf.of("vm-01")
                .user("bob & <co>")
                .password("hunter22")
                .keyOnlyLogin(true)
                .customData("aGVsbG8=")
                .publicKey("", "$HOME/bob/.ssh/authorized_keys", "ssh-rsa AAAA")
                .publicKey("0123", "path", "")
                .keyPair("4567", "other")
                .setting("ProvisionGuestAgent", "false")
                .setting("PreprovisionedVMType", "Savable")
                .setting("ProvisionGuestProxyAgent", "true")
                .text());

        String text = OvfWriter.withoutSecrets(original, false);

        assertThat(text).doesNotContain("hunter22").doesNotContain("aGVsbG8=");
        assertThat(OvfText.isRedacted(text.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(parse(text))
                .isEqualTo(new OvfEnvironment(
                        original.hostName(),
                        original.userName(),
                        Optional.empty(),
                        original.keyOnly(),
                        original.publicKeys(),
                        original.keyPairs(),
                        Optional.empty(),
                        "false",
                        Optional.of("Savable"),
                        true,
                        List.of()));
    }

    @Test
    void without_secrets_nothing_is_marked() throws Exception {
        String text = OvfWriter.withoutSecrets(parse(Ovf.of("vm").user("bob").text()), false);

        assertThat(OvfText.isRedacted(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void custom_data_stays_when_the_owner_wants_it() throws Exception {
        OvfEnvironment original =
                parse(Ovf.of("vm").password("hunter22").customData("aGk=").text());

        assertThat(OvfWriter.withoutSecrets(original, true)).contains("aGk=").doesNotContain("hunter22");
    }

    private static OvfEnvironment parse(String text) throws MalformedOvf {
        return OvfParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
