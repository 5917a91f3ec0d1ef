package io.goalstated.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import io.goalstated.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvfParserTest {
    private static final String KEY = "ssh-rsa AAAANOTAREALKEY== foo@bar.local";

    @Test
    void a_whole_document_is_read() throws Exception {
        OvfEnvironment found = OvfParser.parse(sample("ovf-env-2.xml"));

        assertThat(found.hostName()).isEqualTo("HostName");
        assertThat(found.userName()).contains("UserName");
        assertThat(text(found.password())).contains("UserPassword");
        assertThat(found.keyOnlyLogin()).isFalse();
        assertThat(found.publicKeys())
                .containsExactly(new PublicKey(
                        Optional.of("EB0C0AB4B2D5FC35F2F0658D19F44C8283E2DD62"),
                        Optional.of("$HOME/UserName/.ssh/authorized_keys"),
                        Optional.of(KEY)));
        assertThat(found.keyPairs())
                .containsExactly(new KeyPair(
                        Optional.of("EB0C0AB4B2D5FC35F2F0658D19F44C8283E2DD62"),
                        Optional.of("$HOME/UserName/.ssh/id_rsa")));
        assertThat(text(found.customData())).contains("CustomData");
        assertThat(found.forbidsAgent()).isFalse();
        assertThat(found.preprovisioned()).isEmpty();
        assertThat(found.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false,true", "FALSE,true", "true,false", "bad data,false"})
    void only_false_forbids_the_agent_and_every_spelling_is_kept(String text, boolean forbids) throws Exception {
        OvfEnvironment found =
                parse(Ovf.of("vm").setting("ProvisionGuestAgent", text).text());

        assertThat(found.provisionGuestAgent()).isEqualTo(text);
        assertThat(found.forbidsAgent()).isEqualTo(forbids);
    }

    @Test
    @Conforms("03#18")
    void a_byte_order_mark_and_padding_are_skipped() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.write(Ovf.of("vm").bytes());
        bytes.write(new byte[700]);

        assertThat(OvfParser.parse(bytes.toByteArray()).hostName()).isEqualTo("vm");
    }

    @Test
    void what_stands_before_the_first_tag_is_skipped() throws Exception {
        byte[] bytes = ("\u0000\u0001garbage " + Ovf.of("vm").text()).getBytes(StandardCharsets.UTF_8);

        assertThat(OvfParser.parse(bytes).hostName()).isEqualTo("vm");
    }

    @Test
    @Conforms("03#19")
    void prefixes_do_not_matter() throws Exception {
        String plain = Ovf.of("vm").user("u").password(" pw ").text();
        String prefixed = plain.replaceAll("<(/?)(HostName|User|Linux)", "<$1wa:$2");
        String others = prefixed.replace("wa:", "zz:").replace(":wa=", ":zz=");
        String rooted =
                others.replace("<Environment xmlns=", "<o:Environment xmlns:o=").replace("</Env", "</o:Env");

        for (String spelling : new String[] {plain, prefixed, others, rooted}) {
            OvfEnvironment found = parse(spelling);
            assertThat(found.hostName()).isEqualTo("vm");
            assertThat(found.userName()).contains("u");
            assertThat(text(found.password())).contains(" pw ");
        }
    }

    @Test
    void an_element_of_a_foreign_namespace_is_none_of_ours() throws Exception {
        OvfEnvironment found = parse(Ovf.of("vm")
                .raw("<x:UserName xmlns:x='urn:x'>evil</x:UserName>")
                .text());

        assertThat(found.userName()).isEmpty();
    }

    @Test
    @Conforms({"03#20", "03R#1"})
    void a_document_type_is_refused_and_nothing_of_a_file_is_read(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "top-secret");
        String evil = Ovf.empty()
                .raw("<HostName>&x;</HostName>")
                .text()
                .replace(
                        "<Environment ",
                        "<!DOCTYPE Environment [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><Environment ");

        assertThatThrownBy(() -> parse(evil))
                .isInstanceOf(MalformedOvf.class)
                .hasMessageContaining("document type declaration")
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void a_document_that_swells_is_refused() {
        String evil = "<!DOCTYPE e [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><e>&b;</e>";

        assertThatThrownBy(() -> parse(evil)).isInstanceOf(MalformedOvf.class);
        assertThatThrownBy(() -> OvfParser.parse(new byte[OvfText.MAX_BYTES + 1]))
                .hasMessageContaining("larger than");
        assertThatThrownBy(() -> parse("<a>".repeat(70))).isInstanceOf(MalformedOvf.class);
    }

    @Test
    @Conforms("03#21")
    void a_host_name_is_needed() {
        assertThatThrownBy(() -> parse(Ovf.empty().user("u").text()))
                .hasMessage("Failed to validate OVF: HostName not found");
        assertThatThrownBy(() -> parse(Ovf.of(" ").user("u").text())).hasMessageContaining("HostName not found");
    }

    @Test
    @Conforms("03#22")
    void what_is_there_twice_is_refused() {
        assertThatThrownBy(() -> parse(Ovf.of("vm").user("a").user("b").text()))
                .hasMessage("Failed to validate OVF: multiple configuration matches for 'UserName' (2)");
    }

    @Test
    @Conforms("03#23")
    void platform_settings_may_be_missing() throws Exception {
        OvfEnvironment found = parse(Ovf.of("vm").text());

        assertThat(found.provisionGuestAgent()).isEqualTo("true");
        assertThat(found.forbidsAgent()).isFalse();
        assertThat(found.guestProxyAgent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "PreprovisionedVm,     true,              Running",
        "PreprovisionedVm,     false,             ''",
        "PreprovisionedVMType, None,              ''",
        "PreprovisionedVmType, Savable,           Savable",
        "PreprovisionedVMType, PreprovisionedOSDisk, PreprovisionedOSDisk"
    })
    void a_vm_of_a_pool_is_known(String name, String text, String type) throws Exception {
        OvfEnvironment found = parse(Ovf.of("vm").setting(name, text).text());

        assertThat(found.preprovisioned().orElse("")).isEqualTo(type);
    }

    @Test
    void without_a_word_on_it_keys_without_a_password_mean_login_by_key_only() throws Exception {
        assertThat(parse(Ovf.of("vm").publicKey("", "p", KEY).text()).keyOnlyLogin())
                .isTrue();
        assertThat(parse(Ovf.of("vm").publicKey("", "p", KEY).password("x").text())
                        .keyOnlyLogin())
                .isFalse();
        assertThat(parse(Ovf.of("vm").text()).keyOnlyLogin()).isFalse();
        assertThat(parse(Ovf.of("vm")
                                .with("DisableSshPasswordAuthentication", "1")
                                .text())
                        .keyOnlyLogin())
                .isFalse();
    }

    @Test
    void text_and_cdata_are_one_text() throws Exception {
        OvfEnvironment found = parse(Ovf.of("vm")
                .raw("<UserPassword>a<![CDATA[<b>]]><!-- x -->&amp;\n</UserPassword>")
                .text());

        assertThat(text(found.password())).contains("a<b>&\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<UserPassword/>",
                "<UserPassword xsi:nil='true'>x</UserPassword>",
                "<UserPassword>*</UserPassword>",
                "<UserPassword>REDACTED</UserPassword>"
            })
    void an_empty_or_redacted_password_is_none(String element) throws Exception {
        assertThat(parse(Ovf.of("vm").raw(element).text()).password()).isEmpty();
    }

    @Test
    void a_newer_version_and_an_administrators_password_are_warned_of() throws Exception {
        String newer = Ovf.of("vm").with("AdminPassword", "secret").text().replaceFirst(">1.0<", ">1.1<");

        assertThat(parse(newer).warnings())
                .containsExactly("newer provisioning configuration than 1.0", "AdminPassword is ignored");
    }

    @Test
    void what_is_not_utf_8_is_refused_by_its_place() {
        byte[] bytes = Ovf.of("vm").bytes();
        bytes[40] = (byte) 0xFF;

        assertThatThrownBy(() -> OvfParser.parse(bytes)).hasMessage("ovf-env.xml is not UTF-8 at byte 40");
    }

    private static OvfEnvironment parse(String text) throws MalformedOvf {
        return OvfParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(Optional<Secret> secret) {
        return secret.map(it -> String.valueOf(it.characters()));
    }

    static byte[] sample(String name) throws IOException {
        try (InputStream in = OvfParserTest.class.getResourceAsStream("/provisioning/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
