package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.util.Optional;

/**
 * The text of a {@code <seq>.settings} file (spec 02 §4.2, spec 05 §2): all three keys always, in this order, {@code
 * null} when there is nothing; protected settings stay the envelope that they came in.
 */
public final class SettingsFile {
    private SettingsFile() {}

    public static String text(
            Optional<JsonNode> publicSettings, Optional<String> protectedSettings, Optional<String> thumbprint) {
        ObjectNode settings = Json.object();
        settings.set("publicSettings", publicSettings.orElse(Json.object().nullNode()));
        settings.put("protectedSettings", protectedSettings.orElse(null));
        settings.put("protectedSettingsCertThumbprint", thumbprint.orElse(null));
        ObjectNode document = Json.object();
        document.putArray("runtimeSettings").addObject().set("handlerSettings", settings);
        return SpacedJson.write(document);
    }
}
