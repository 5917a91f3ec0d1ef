package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.goalstate.InvalidSettings.Category;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.Optional;

/**
 * The JSON inside a settings element of an ExtensionsConfig (spec 01 §4.4): {@code
 * {"runtimeSettings":[{"handlerSettings":{…}}]}}.
 *
 * @param problem set when the text is not JSON at all; the values are then empty
 */
record SettingsText(
        Optional<JsonNode> publicSettings,
        Optional<String> protectedSettings,
        Optional<String> thumbprint,
        Optional<String> problem) {

    /** Empty when the text is sound and holds no entry, as if the element were not there. */
    static Optional<SettingsText> parse(String text) throws UnusableSettings {
        JsonNode document;
        try {
            document = Json.parse(text);
        } catch (MalformedJson e) {
            return Optional.of(unreadable(e.getMessage()));
        }
        JsonNode entries = document.path("runtimeSettings");
        if (!entries.isArray()) {
            throw malformed("no runtimeSettings in the settings");
        }
        if (entries.size() > 1) {
            throw malformed("more than one entry in runtimeSettings");
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(of(entries.get(0).path("handlerSettings")));
    }

    private static SettingsText of(JsonNode settings) throws UnusableSettings {
        if (!settings.isObject()) {
            throw malformed("no handlerSettings in the settings");
        }
        return new SettingsText(
                present(settings.path("publicSettings")),
                string(settings, "protectedSettings"),
                string(settings, "protectedSettingsCertThumbprint"),
                Optional.empty());
    }

    private static Optional<String> string(JsonNode settings, String key) throws UnusableSettings {
        Optional<JsonNode> value = present(settings.path(key));
        if (value.isPresent() && !value.get().isTextual()) {
            throw malformed(key + " is not a string");
        }
        return value.map(JsonNode::textValue);
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private static SettingsText unreadable(String why) {
        return new SettingsText(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("the settings are not JSON: " + why));
    }

    private static UnusableSettings malformed(String why) {
        return new UnusableSettings(Category.SETTINGS_MALFORMED, why);
    }
}
