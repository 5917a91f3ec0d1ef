package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PureRulesTest {
    private static final String ED25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
    private static final String ECDSA = "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA==";

    @ParameterizedTest
    @ValueSource(strings = {"vm", "VM-01", "a", "a.b.example", "localhost", "1a", "x123456789-123456789"})
    void ordinary_host_names_are_taken(String text) {
        assertThat(HostName.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bad_host!",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "10.0.0.1",
                "123",
                "a b",
                "a\n",
                "a;b",
                "ä",
                "--help"
            })
    void what_is_no_host_name_is_none(String text) {
        assertThat(HostName.parse(text)).isEmpty();
    }

    @Test
    void a_host_name_has_a_longest_label_and_a_longest_whole() {
        assertThat(HostName.parse("a".repeat(63))).isPresent();
        assertThat(HostName.parse("a".repeat(64))).isEmpty();
        assertThat(HostName.parse("a".repeat(32) + "." + "b".repeat(31))).isPresent();
        assertThat(HostName.parse("a".repeat(32) + "." + "b".repeat(32))).isEmpty();
    }

    @Test
    void a_vm_is_known_in_either_byte_order_and_case() {
        VmId first = new VmId("544CDFD0-CB4E-4B4A-9954-5BDF3ED5C3B8", true);
        VmId second = new VmId("544cdfd0-cb4e-4b4a-9954-5bdf3ed5c3b8", false);

        assertThat(first.value()).isEqualTo("d0df4c54-4ecb-4a4b-9954-5bdf3ed5c3b8");
        assertThat(second.value()).isEqualTo("544cdfd0-cb4e-4b4a-9954-5bdf3ed5c3b8");
        for (VmId id : List.of(first, second)) {
            assertThat(id.isSameAs("D0DF4C54-4ECB-4A4B-9954-5BDF3ED5C3B8\n")).isTrue();
            assertThat(id.isSameAs("544CDFD0-CB4E-4B4A-9954-5BDF3ED5C3B8")).isTrue();
            assertThat(id.isSameAs("644CDFD0-CB4E-4B4A-9954-5BDF3ED5C3B8")).isFalse();
        }
        assertThat(new VmId("", true).value()).isEmpty();
        assertThat(new VmId("odd", true).value()).isEqualTo("odd");
    }

    @Test
    void a_key_line_is_type_base64_and_comment() {
        assertThat(KeyLine.parse("ssh-ed25519 " + ED25519 + " me@host with words\n"))
                .contains(new KeyLine("ssh-ed25519", ED25519, "me@host with words"));
        assertThat(KeyLine.parse("ssh-ed25519 " + ED25519.substring(0, 20) + "\r\n" + ED25519.substring(20)))
                .contains(new KeyLine("ssh-ed25519", ED25519, ""));
        assertThat(KeyLine.parse("ecdsa-sha2-nistp256 " + ECDSA)).isPresent();
    }

    @ParameterizedTest
    @Conforms({"03#49", "03R#10"})
    @ValueSource(
            strings = {
                "command=\"x\" ssh-ed25519 " + ED25519,
                "ssh-ed25519 " + ED25519 + "\nssh-ed25519 " + ED25519,
                "ssh-ed25519 " + ED25519 + " a\nssh-ed25519 " + ED25519 + " b",
                "ssh-rsa " + ED25519,
                "ssh-ed25519 !!!!",
                "ssh-ed25519",
                "ssh-unknown " + ED25519,
                "ssh-ed25519 AAAA",
                "ssh-ed25519 " + ED25519 + " a\u0007b",
                "from=\"*\",command=\"sh\" ssh-ed25519 " + ED25519,
                ""
            })
    void what_is_no_single_plain_key_is_rejected(String text) {
        assertThat(KeyLine.parse(text)).isEmpty();
    }

    @Test
    void a_key_with_options_in_a_file_is_still_known() {
        KeyLine key = KeyLine.parse("ssh-ed25519 " + ED25519).orElseThrow();

        assertThat(KeyLine.inFile("no-pty,command=\"ls -l\" ssh-ed25519 " + ED25519 + " c"))
                .hasValueSatisfying(found -> assertThat(found.isSameKey(key)).isTrue());
        assertThat(KeyLine.inFile("# a comment")).isEmpty();
    }

    @Test
    @Conforms("03#45")
    void settings_go_outside_of_match_blocks() {
        assertThat(edit("Port 22", "Match host 1.2.3.4", "  X11Forwarding no", ""))
                .isEqualTo("Port 22\nPasswordAuthentication no\nMatch host 1.2.3.4\n  X11Forwarding no\n");
        assertThat(edit("Match host a", "PasswordAuthentication yes", ""))
                .isEqualTo("PasswordAuthentication no\nMatch host a\nPasswordAuthentication yes\n");
        assertThat(edit("Port 22", "Match host a", "  X11Forwarding no", "match all", "#Other", ""))
                .isEqualTo("Port 22\nMatch host a\n  X11Forwarding no\nmatch all\n#Other\nPasswordAuthentication no\n");
        assertThat(edit("Match user a", "x y", "Match all", "PasswordAuthentication yes", "Match user b", "x y", ""))
                .isEqualTo("Match user a\nx y\nMatch all\nPasswordAuthentication no\nMatch user b\nx y\n");
        assertThat(edit("Match user a", "x y", "Match user b", "x z", ""))
                .isEqualTo("PasswordAuthentication no\nMatch user a\nx y\nMatch user b\nx z\n");
    }

    @Test
    void comments_are_no_settings_and_keywords_are_whole_words_in_any_case() {
        assertThat(edit("#PasswordAuthentication yes", "passwordauthentication\tyes", "PasswordAuthenticationX 1", ""))
                .isEqualTo("#PasswordAuthentication yes\nPasswordAuthentication no\nPasswordAuthenticationX 1\n");
        assertThat(edit("")).isEqualTo("PasswordAuthentication no\n");
        assertThat(edit("Port 22")).isEqualTo("Port 22\nPasswordAuthentication no");
    }

    @Test
    void what_is_set_already_stays_as_it_is() {
        String once = edit("Port 22", "Match host a", "x y", "");

        assertThat(SshdConfig.parse(once).with("PasswordAuthentication", "no").text())
                .isEqualTo(once);
    }

    private static String edit(String... lines) {
        return SshdConfig.parse(String.join("\n", lines))
                .with("PasswordAuthentication", "no")
                .text();
    }
}
