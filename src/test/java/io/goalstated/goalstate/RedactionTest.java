package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static String config(String inner) {
        return Redaction.extensionsConfig("<Extensions>" + inner + "</Extensions>")
                .orElseThrow();
    }

    @Test
    void secrets_of_an_extensions_config_vanish_and_the_layout_stays() {
        String text = """
                <?xml version="1.0" encoding="utf-8"?>
                <Extensions  version='1.0.0.0'>
                  <PluginSettings><Plugin name="A.B" version="1.0">
                    <RuntimeSettings seqNo="1">
                      {"runtimeSettings": [ {"handlerSettings":{"protectedSettings":"SECRET",
                         "publicSettings": {"a" : "b"}} } ]}
                    </RuntimeSettings>
                  </Plugin></PluginSettings>
                  <StatusUploadBlob statusBlobType="BlockBlob">
                     https://a.example/$system/vm.status?sv=1&amp;sig=SECRET
                  </StatusUploadBlob>
                  <InVMArtifactsProfileBlob>https://a.example/p?sig=SECRET</InVMArtifactsProfileBlob>
                </Extensions>
                """;

        assertThat(Redaction.extensionsConfig(text)).contains("""
                <?xml version="1.0" encoding="utf-8"?>
                <Extensions  version='1.0.0.0'>
                  <PluginSettings><Plugin name="A.B" version="1.0">
                    <RuntimeSettings seqNo="1">
                      {"runtimeSettings": [ {"handlerSettings":{"protectedSettings":"***REDACTED***",
                         "publicSettings": {"a" : "b"}} } ]}
                    </RuntimeSettings>
                  </Plugin></PluginSettings>
                  <StatusUploadBlob statusBlobType="BlockBlob">
                     https://a.example/$system/vm.status?***REDACTED***
                  </StatusUploadBlob>
                  <InVMArtifactsProfileBlob>https://a.example/p?***REDACTED***</InVMArtifactsProfileBlob>
                </Extensions>
                """);
    }

    /** The reference replaces text globally and fails on each of these (spec 01 §12.4). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<StatusUploadBlob>https://a.example/vm.status</StatusUploadBlob>",
                "<StatusUploadBlob/>",
                "<StatusUploadBlob></StatusUploadBlob>",
                "<RuntimeSettings></RuntimeSettings>",
                "<RuntimeSettings>{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": {\"a\": \"&lt;\"}}}]}"
                        + "</RuntimeSettings>",
                "<RuntimeSettings><![CDATA[{\"a\": \"<\"}]]></RuntimeSettings>",
                "<Plugin a=\"'>\" b='\">'/><x>&amp;</x><![CDATA[<StatusUploadBlob>]]>",
            })
    void a_document_without_secrets_stays_as_it_is(String inner) {
        assertThat(config(inner)).isEqualTo("<Extensions>" + inner + "</Extensions>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<RuntimeSettings>{\"protectedSettings\": \"SECRET\"}{\"protectedSettings\": \"SECRET\"}</RuntimeSettings>",
                "<RuntimeSettings>{&quot;protectedSettings&quot;: &quot;SECRET&quot;}</RuntimeSettings>",
                "<RuntimeSettings>{\"protected\\u0053ettings\": \"SECRET\"}</RuntimeSettings>",
                "<RuntimeSettings>{\"protected&#83;ettings\": \"SECRET\"}</RuntimeSettings>",
                "<RuntimeSettings><![CDATA[{\"protectedSettings\": \"SECRET\"}]]></RuntimeSettings>",
                "<RuntimeSettings>{\"protectedSettings\": {\"a\": \"SECRET\"}}</RuntimeSettings>",
                "<RuntimeSettings>{\"protectedSettings\": [\"SECRET\", }</RuntimeSettings>",
                "<RuntimeSettings>{\"protectedSettings\": \"SECRET</RuntimeSettings>",
                "<RuntimeSettings>{'protectedSettings': 'SECRET'}</RuntimeSettings>",
                "<RuntimeSettings>{protectedSettings: SECRET}</RuntimeSettings>",
                "<RuntimeSettings><x>{\"protectedSettings\": \"SECRET\"}</x></RuntimeSettings>",
                "<RuntimeSettings>{\"protected<!-- -->Settings\": \"SECRET\"}</RuntimeSettings>",
                "<ExtensionRuntimeSettings name='a'>{\"PROTECTEDSETTINGS\": \"SECRET\"}</ExtensionRuntimeSettings>",
                "<n:RuntimeSettings xmlns:n='u'>{\"protectedSettings\": \"SECRET\"}</n:RuntimeSettings>",
                "<RuntimeSettings><RuntimeSettings/>{\"protectedSettings\": \"SECRET\"}</RuntimeSettings>",
                "<StatusUploadBlob>https://a.example/b?c&#x3f;sig=SECRET</StatusUploadBlob>",
                "<StatusUploadBlob>https://a.example/b&#63;sig=SECRET</StatusUploadBlob>",
                "<StatusUploadBlob><![CDATA[https://a.example/b?sig=SECRET]]></StatusUploadBlob>",
                "<InVMArtifactsProfileBlob>https://a.example/b<!-- -->?sig=SECRET</InVMArtifactsProfileBlob>",
                "<InVMArtifactsProfileBlob>https://a.example/b?sig=SEC<b/>RET SECRET</InVMArtifactsProfileBlob>",
                "<Plugin protectedSettings='SECRET'/><protectedSettings>SECRET</protectedSettings>",
                "<!-- SECRET --><?pi SECRET?>",
            })
    void no_disguise_saves_a_secret_from_redaction(String inner) {
        assertThat(config(inner))
                .doesNotContain("SECRET")
                .startsWith("<Extensions>")
                .endsWith("</Extensions>");
    }

    @Test
    void two_extensions_that_share_a_ciphertext_are_both_redacted() {
        String settings = "<RuntimeSettings>{\"protectedSettings\":\"MIIB\"}</RuntimeSettings>";

        assertThat(config(settings + settings))
                .isEqualTo("<Extensions>"
                        + settings.replace("MIIB", "***REDACTED***").repeat(2) + "</Extensions>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<Extensions>", "<!DOCTYPE Extensions><Extensions/>"})
    void what_cannot_be_read_as_xml_is_not_kept(String text) {
        assertThat(Redaction.extensionsConfig(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1.0 , \"b\":[ ]}|{\"a\": 1.0 , \"b\":[ ]}",
                "{\"protectedSettings\": \"SECRET\", \"b\": 1}|{\"protectedSettings\": \"***REDACTED***\", \"b\": 1}",
                "{\"ProtectedSETTINGS\":\"SECRET\"}|{\"ProtectedSETTINGS\":\"***REDACTED***\"}",
                "{\"protectedSettings\": null}|{\"protectedSettings\": null}",
                "[{\"protectedSettings\": {\"x\": [\"SECRET\"]}}]|[{\"protectedSettings\": \"***REDACTED***\"}]",
                "{\"statusUploadBlob\": {\"value\": \"https://a.example/b?sig=SECRET\"}}"
                        + "|{\"statusUploadBlob\": {\"value\": \"https://a.example/b?***REDACTED***\"}}",
                "{\"StatusUploadBlob\": {\"Value\": \"https:\\/\\/a.example/b\\u003fsig=SECRET\"}}"
                        + "|{\"StatusUploadBlob\": {\"Value\": \"https://a.example/b?***REDACTED***\"}}",
                "{\"statusUploadBlob\": {\"value\": \"https:\\/\\/a.example/b\"}}"
                        + "|{\"statusUploadBlob\": {\"value\": \"https:\\/\\/a.example/b\"}}",
                "{\"other\": {\"value\": \"a?b\"}}|{\"other\": {\"value\": \"a?b\"}}",
            })
    void secrets_of_vm_settings_vanish_and_the_layout_stays(String text, String redacted) {
        assertThat(Redaction.vmSettings(text)).isEqualTo(redacted);
    }

    @Test
    void where_vm_settings_stop_being_json_their_copy_ends() {
        assertThat(Redaction.vmSettings("{\"a\": 1,\n \"b\": THIS_IS_WRONG,\n \"protectedSettings\": \"SECRET\"}"))
                .isEqualTo("{\"a\": 1,\n \"b\": \n***REDACTED*** the rest is not JSON\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'protectedSettings': 'SECRET'}",
                "{\"protectedSettings\": \"SECRET",
                "{\"protectedSettings\" \"SECRET\"}",
                "{\"protectedSettings\": [\"SECRET\", x",
                "{\"protectedSettings\": {\"a\": \"SECRET\", x",
                "{\"a\": \"\\x\", \"protectedSettings\": \"SECRET\"}",
                "{\"a\"} \"protectedSettings\": \"SECRET\"",
                "{\"protectedSettings\": SECRET}",
                "[\"protectedSettings\", , \"SECRET\"]",
            })
    void broken_vm_settings_do_not_leak(String text) {
        assertThat(Redaction.vmSettings(text)).doesNotContain("SECRET");
    }

    @Test
    void passwords_of_remote_access_are_hidden() {
        assertThat(Redaction.remoteAccess(
                        "<RemoteAccess><User><Name>a</Name><Password> MIIB\nx= </Password></User>" + "</RemoteAccess>"))
                .contains("<RemoteAccess><User><Name>a</Name><Password> ***REDACTED*** </Password></User>"
                        + "</RemoteAccess>");
    }

    @Test
    void settings_of_the_hosting_environment_are_hidden() {
        assertThat(Redaction.hostingEnvironment("<HostingEnvironmentConfig><Role name='r'/>"
                        + "<Setting name=\"c\"\n value = 'AccountKey=\"SECRET\"' /><Setting value=\"\" name='d'/>"
                        + "</HostingEnvironmentConfig>"))
                .contains("<HostingEnvironmentConfig><Role name='r'/>"
                        + "<Setting name=\"c\"\n value = '***REDACTED***' /><Setting value=\"***REDACTED***\" name='d'/>"
                        + "</HostingEnvironmentConfig>");
    }
}
