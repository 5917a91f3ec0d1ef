package io.goalstated.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    @Test
    @Conforms("OPS-115")
    void the_query_of_a_shared_access_signature_goes_as_a_whole() {
        assertThat(Redactor.redact("GET https://a.example/c/b.zip?sv=2020-01-01&sr=b&sig=abc%2Bdef%3D&se=2030 failed"))
                .isEqualTo("GET https://a.example/c/b.zip?<redacted> failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bar.example/foo?uid=1&sr=b",
                "http://168.63.129.16/machine?comp=goalstate",
                "http://168.63.129.16:80/machine/x/y?comp=config&type=extensionsConfig&incarnation=1",
                "",
                "?",
                "Is it ready? se",
                "a-----b",
                "{\"name\": \"value\", \"keyed\": 1}",
                "key=value bytes=17 token",
                "<Password>",
                "<UserName>azure</UserName>",
                "\"protectedSettingsCertThumbprint\": \"00AA\"",
                "\"password\": null, \"secret\": false",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "Authorization failed with 403",
                "2026-11-23T20:35:00Z 10.0.0.1:80 -> done",
            })
    void what_is_no_secret_stays_and_costs_no_copy(String text) {
        assertThat(Redactor.redact(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://h/p?x=1&sig=S|https://h/p?<redacted>",
                "https://h/p?x=1&amp;sig=S&amp;y=2 z|https://h/p?<redacted> z",
                "https://h/p?x=1&amp;amp;sig=S|https://h/p?<redacted>",
                "https://h/p?x=1&#38;sig=S|https://h/p?<redacted>",
                "https%3A%2F%2Fh%2Fp%3Fx%3D1%26sig%3DS|https%3A%2F%2Fh%2Fp%3F<redacted>",
                "https%253A%252F%252Fh%252Fp%253Fx%253D1%2526sig%253DS|https%253A%252F%252Fh%252Fp%253F<redacted>",
                "\"https:\\/\\/h\\/p?x=1\\u0026sig=S\"|\"https:\\/\\/h\\/p?<redacted>\"",
                "\\\"https://h/p?x=1\\\\u0026sig=S\\\",|\\\"https://h/p?<redacted>\\\",",
                "ftp://h/p?SIG=S|ftp://h/p?<redacted>",
                "https://h/p?st=2020&sp=r&x=S|https://h/p?<redacted>",
                "<a>https://h/p?se=1&amp;sig=S</a>|<a>https://h/p?<redacted></a>",
                "(https://h/p?sig=S)|(https://h/p?<redacted>)",
                "['https://h/p?sig=S']|['https://h/p?<redacted>']",
                "https://h/p?a=b?sig=S|https://h/p?a=b?<redacted>",
                "https://h/r?to=https://h/p?sv=1&sig=S|https://h/r?to=https://h/p?<redacted>",
                "https://h/p?rscd=a%20b&sig=S|https://h/p?<redacted>",
                "query sv=1&sig=S end|query sv=1&sig=<redacted> end",
                "&quot;https://h/p?sig=S&quot;,|&quot;https://h/p?<redacted>&quot;,",
            })
    @Conforms("OPS-115")
    void a_signature_is_found_in_any_position_and_spelling(String text, String redacted) {
        assertThat(Redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Bearer S.t.u|Authorization: <redacted>",
                "x-ms-azure-host-authorization: S T|x-ms-azure-host-authorization: <redacted>",
                "Proxy-Authorization: Digest username=\"u\", response=\"S\"|Proxy-Authorization: <redacted>",
                "{\"Authorization\": \"Bearer S\", \"b\": 1}|{\"Authorization\": \"<redacted>\", \"b\": 1}",
                "{authorization=Bearer S}|{authorization=<redacted>}",
                "AccountName=n;AccountKey=S==;EndpointSuffix=e|AccountName=n;AccountKey=<redacted>;EndpointSuffix=e",
                "SharedAccessKey=S|SharedAccessKey=<redacted>",
                "SharedAccessSignature=\"sr=1 S\" x|SharedAccessSignature=\"<redacted>\" x",
                "--password=S --user=u|--password=<redacted> --user=u",
                "http://user:S@proxy.example:3128/|http://<redacted>@proxy.example:3128/",
                "http://user:S@T@proxy.example|http://<redacted>@proxy.example",
            })
    @Conforms("OPS-115")
    void headers_and_assignments_lose_their_values(String text, String redacted) {
        assertThat(Redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"password\":\"S\",\"a\":1}|{\"password\":\"<redacted>\",\"a\":1}",
                "{\"adminPassword\" : \"S\\\"T\" }|{\"adminPassword\" : \"<redacted>\" }",
                "{\"a\\\\\": 1, \"token\":\"S\\\\\"}|{\"a\\\\\": 1, \"token\":\"<redacted>\"}",
                "{\\\"secret\\\": \\\"S\\\\\\\"T\\\", \\\"b\\\": 1}|{\\\"secret\\\": \\\"<redacted>\\\", \\\"b\\\": 1}",
                "{\"protectedSettings\": {\"x\": [\"}\", \"S\"]}, \"b\": 2}|{\"protectedSettings\": <redacted>, \"b\": 2}",
                "{\"protectedSettings\": \"MIIB\"}|{\"protectedSettings\": \"<redacted>\"}",
                "{&quot;protectedSettings&quot;:&quot;S&quot;,&quot;b&quot;:1}"
                        + "|{&quot;protectedSettings&quot;:&quot;<redacted>&quot;,&quot;b&quot;:1}",
                "{'storageAccountKey': 'S'}|{'storageAccountKey': '<redacted>'}",
                "{\"pwd\": 1234, \"b\": 1}|{\"pwd\": <redacted>, \"b\": 1}",
                "{\"secret\": \"cut off S|{\"secret\": \"<redacted>",
                "{\"token\": [\"S\", |{\"token\": <redacted>",
            })
    @Conforms("OPS-115")
    void members_that_are_named_secret_lose_their_values(String text, String redacted) {
        assertThat(Redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<AdminPassword>S</AdminPassword>|<AdminPassword><redacted></AdminPassword>",
                "<wa:UserPassword xml:space=\"x\">S</wa:UserPassword>"
                        + "|<wa:UserPassword xml:space=\"x\"><redacted></wa:UserPassword>",
                "<CustomData>S</CustomData>|<CustomData><redacted></CustomData>",
                "<CustomData/>S|<CustomData/>S",
                "<AdminPassword><![CDATA[a<S]]></AdminPassword>|<AdminPassword><redacted></AdminPassword>",
                "&lt;AdminPassword&gt;S&lt;/AdminPassword&gt;|&lt;AdminPassword&gt;<redacted>&lt;/AdminPassword&gt;",
                "<CustomData>cut off S|<CustomData><redacted>",
            })
    @Conforms("OPS-115")
    void provisioning_elements_lose_their_content(String text, String redacted) {
        assertThat(Redactor.redact(text)).isEqualTo(redacted);
    }

    @Test
    @Conforms("OPS-115")
    void a_private_key_loses_what_is_between_its_lines() {
        assertThat(Redactor.redact("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIS\n-----END RSA PRIVATE KEY-----\nb"))
                .isEqualTo("a\n-----BEGIN RSA PRIVATE KEY-----<redacted>-----END RSA PRIVATE KEY-----\nb");
    }

    @Test
    void a_private_key_that_is_cut_off_is_hidden_to_the_end() {
        assertThat(Redactor.redact("-----BEGIN PRIVATE KEY-----\nMIIS\nMORE"))
                .isEqualTo("-----BEGIN PRIVATE KEY-----<redacted>");
    }
}
