package io.goalstated.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvfTextTest {
    private static final String PREFIXED = "xmlns:p='http://schemas.microsoft.com/windowsazure'";

    @ParameterizedTest
    @Conforms("03R#5")
    @ValueSource(
            strings = {
                "<UserPassword>hunter22</UserPassword>",
                "<UserPassword>\n hunter22 \n</UserPassword>",
                "<UserPassword >hunter22</UserPassword >",
                "<UserPassword a='b'>hunter22</UserPassword>",
                "<UserPassword a='hunter22'/>",
                "<UserPassword><![CDATA[hunter22]]></UserPassword>",
                "<UserPassword>x<![CDATA[hunter22]]>y</UserPassword>",
                "<UserPassword><!-- hunter22 -->z</UserPassword>",
                "<UserPassword><b>hunter22</b></UserPassword>",
                "<UserPassword><UserPassword>a</UserPassword>hunter22</UserPassword>",
                "<p:UserPassword " + PREFIXED + ">hunter22</p:UserPassword>",
                "<UserPassword xmlns='urn:other'>hunter22</UserPassword>",
                "<AdminPassword>hunter22</AdminPassword>",
                "<CustomData>hunter22</CustomData>",
                "<UserData>hunter22</UserData>",
                "<!-- hunter22 --><?pi hunter22?>"
            })
    void a_copy_holds_no_secret_however_it_is_written(String element) throws Exception {
        byte[] bytes = Ovf.of("vm")
                .user("u")
                .raw(element)
                .publicKey("", "p", "ssh-rsa AAAA me")
                .bytes();

        String copy = OvfText.withoutSecrets(bytes, false);

        assertThat(copy).doesNotContain("hunter22").contains("ssh-rsa AAAA me");
        OvfEnvironment read = OvfParser.parse(copy.getBytes(StandardCharsets.UTF_8));
        assertThat(read.hostName()).isEqualTo("vm");
        assertThat(read.userName()).contains("u");
        assertThat(read.password()).isEmpty();
        assertThat(read.customData()).isEmpty();
        assertThat(read.publicKeys()).hasSize(1);
    }

    @Test
    void custom_data_stays_when_the_owner_wants_it() throws Exception {
        byte[] bytes = Ovf.of("vm").password("hunter22").customData("aGk=").bytes();

        assertThat(OvfText.withoutSecrets(bytes, true)).contains("aGk=").doesNotContain("hunter22");
    }

    @Test
    void a_copy_is_the_same_document_otherwise() throws Exception {
        byte[] original = OvfParserTest.sample("ovf-env-2.xml");

        String copy = OvfText.withoutSecrets(original, true);

        String expected = new String(original, StandardCharsets.UTF_8)
                .replace(">UserPassword<", ">REDACTED<")
                .replaceAll("<(wa:GuestAgentPackageName xsi:nil=\"true\")/>", "<$1></wa:GuestAgentPackageName>");
        assertThat(copy.strip()).isEqualToIgnoringWhitespace(expected.strip());
        assertThat(OvfText.withoutSecrets(copy.getBytes(StandardCharsets.UTF_8), true))
                .isEqualTo(copy);
    }

    @Test
    void a_document_that_is_refused_is_not_copied() {
        byte[] bytes = "<!DOCTYPE a><a/>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> OvfText.withoutSecrets(bytes, false)).isInstanceOf(MalformedOvf.class);
    }
}
