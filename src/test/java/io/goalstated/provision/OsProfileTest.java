package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.Ovf;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import io.goalstated.ovf.OvfParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OsProfileTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
    private static final String OTHER =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";

    @ParameterizedTest
    @CsvSource({"'\"true\"', true", "'\"False\"', false", "true, true", "false, false"})
    void a_flag_is_a_boolean_or_its_name(String written, boolean meant) throws Exception {
        assertThat(profile("{\"disablePasswordAuthentication\": " + written + "}", "[]")
                        .keyOnly())
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"maybe\"", "1", "null", "{}"})
    void anything_else_says_nothing(String written) throws Exception {
        String all = "{\"disablePasswordAuthentication\": " + written + ", \"adminUsername\": null}";

        OsProfile profile = profile(all, written);

        assertThat(profile.keyOnly()).isEmpty();
        assertThat(profile.userName()).isEmpty();
        assertThat(profile.publicKeys()).isEmpty();
        assertThat(profile.isUsable()).isFalse();
    }

    @Test
    void line_breaks_in_keys_are_transport_damage() throws Exception {
        String broken = KEY.substring(0, 40) + "\\r\\n" + KEY.substring(40) + "\\r\\n";

        assertThat(profile("{\"adminUsername\": \"bob\"}", "[{\"keyData\": \"" + broken + "\"}]")
                        .publicKeys())
                .containsExactly(new PublicKey(
                        Optional.empty(), Optional.of("$HOME/bob/.ssh/authorized_keys"), Optional.of(KEY)));
    }

    @Test
    void one_key_of_another_kind_discards_them_all() throws Exception {
        String keys = "[{\"keyData\": \"" + KEY + "\", \"path\": \"/p\"}, {\"keyData\": \"MIIC\", \"path\": \"/p\"}]";

        assertThat(profile("{}", keys).publicKeys()).isEmpty();
    }

    @Test
    void what_the_document_says_counts_and_what_it_does_not_say_is_filled_in() throws Exception {
        OsProfile profile = new OsProfile(
                Optional.of("other"),
                Optional.of("eve"),
                Optional.of(true),
                List.of(key(OTHER)),
                false,
                Optional.of("Savable"));

        OvfEnvironment full = profile.complete(ovf(Ovf.of("vm")
                .user("bob")
                .keyOnlyLogin(false)
                .publicKey("", "/p", KEY)
                .customData("aGk=")));
        OvfEnvironment scant = profile.complete(ovf(Ovf.of("vm")));

        assertThat(full.hostName()).isEqualTo("vm");
        assertThat(full.userName()).contains("bob");
        assertThat(full.keyOnlyLogin()).isFalse();
        assertThat(full.publicKeys()).containsExactly(key(KEY));
        assertThat(full.customData()).isPresent();
        assertThat(full.preprovisioned()).contains("Savable");
        assertThat(scant.hostName()).isEqualTo("vm");
        assertThat(scant.userName()).contains("eve");
        assertThat(scant.keyOnlyLogin()).isTrue();
        assertThat(scant.publicKeys()).containsExactly(key(OTHER));
    }

    @Test
    void differences_are_named_by_the_documents_elements() throws Exception {
        OsProfile profile = new OsProfile(
                Optional.of("other"),
                Optional.of("eve"),
                Optional.of(true),
                List.of(key(OTHER)),
                false,
                Optional.empty());

        assertThat(profile.differences(
                        ovf(Ovf.of("vm").user("bob").keyOnlyLogin(false).publicKey("", "/p", KEY))))
                .containsExactly("HostName", "UserName", "DisableSshPasswordAuthentication", "PublicKeys");
        assertThat(profile.differences(
                        ovf(Ovf.of("OTHER").user("eve").keyOnlyLogin(true).publicKey("", "/q", OTHER + " comment"))))
                .isEmpty();
        assertThat(profile.differences(ovf(Ovf.of("other").publicKey("0123", "/p", ""))))
                .isEmpty();
    }

    @Test
    void only_a_vm_of_keys_without_custom_data_lacks_nothing() throws Exception {
        String user = "\"adminUsername\": \"bob\", \"computerName\": \"vm\", \"disablePasswordAuthentication\": ";
        String keys = "[{\"keyData\": \"" + KEY + "\"}]";

        assertThat(profile("{" + user + "\"true\"}", keys).isWhole()).isTrue();
        assertThat(profile("{" + user + "\"true\"}", "[]").isWhole()).isFalse();
        assertThat(profile("{" + user + "\"false\"}", keys).isWhole()).isFalse();
        assertThat(OsProfile.of(Json.parse("{\"compute\": {\"osProfile\": {" + user + "\"true\"}, \"publicKeys\": "
                                + keys + "}, \"extended\": {\"compute\": {\"hasCustomData\": true}}}"))
                        .isWhole())
                .isFalse();
    }

    private static PublicKey key(String value) {
        return new PublicKey(Optional.empty(), Optional.of("/p"), Optional.of(value));
    }

    private static OvfEnvironment ovf(Ovf ovf) throws MalformedOvf {
        return OvfParser.parse(ovf.bytes());
    }

    private static OsProfile profile(String osProfile, String publicKeys) throws MalformedJson {
        return OsProfile.of(
                Json.parse("{\"compute\": {\"osProfile\": " + osProfile + ", \"publicKeys\": " + publicKeys + "}}"));
    }
}
