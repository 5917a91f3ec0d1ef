package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Byte for byte: spec 02 §4.2, spec 05 §2. */
class SettingsFileTest {
    @Test
    void all_three_keys_are_there_in_this_order() throws MalformedJson {
        String text = SettingsFile.text(
                Optional.of(Json.parse("{\"commandToExecute\":\"echo hi\",\"n\":1.0,\"big\":12345678901234567890}")),
                Optional.of("TUlJQg=="),
                Optional.of("2B8F9C"));

        assertThat(text)
                .isEqualTo("{\"runtimeSettings\": [{\"handlerSettings\": "
                        + "{\"publicSettings\": {\"commandToExecute\": \"echo hi\", \"n\": 1.0, "
                        + "\"big\": 12345678901234567890}, "
                        + "\"protectedSettings\": \"TUlJQg==\", \"protectedSettingsCertThumbprint\": \"2B8F9C\"}}]}");
    }

    @Test
    void what_is_absent_is_null() {
        assertThat(SettingsFile.text(Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo("{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": null, "
                        + "\"protectedSettings\": null, \"protectedSettingsCertThumbprint\": null}}]}");
    }

    @Test
    @Conforms("02#8")
    void without_public_settings_their_key_is_null() {
        assertThat(SettingsFile.text(Optional.empty(), Optional.of("TUlJQg=="), Optional.of("2B8F9C")))
                .isEqualTo("{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": null, "
                        + "\"protectedSettings\": \"TUlJQg==\", \"protectedSettingsCertThumbprint\": \"2B8F9C\"}}]}");
    }

    @Test
    void the_file_is_one_line_of_ascii() throws MalformedJson {
        String text = SettingsFile.text(
                Optional.of(Json.parse("{\"naïve\": \"é\\n\uD83D\uDE00 a/b\"}")), Optional.empty(), Optional.empty());

        assertThat(text).matches("[ -~]+").contains("{\"na\\u00efve\": \"\\u00e9\\n\\ud83d\\ude00 a/b\"}");
    }
}
