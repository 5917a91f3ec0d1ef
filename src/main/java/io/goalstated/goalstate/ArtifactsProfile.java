package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.Optional;

/**
 * What the in-VM artifacts profile says: whether the extensions are to wait (spec 01 §4.5). A profile that cannot be
 * read does not hold anything back.
 *
 * @param problem why it could not be read, for a warning; never its content
 */
public record ArtifactsProfile(boolean onHold, Optional<String> problem) {
    private static final ArtifactsProfile NO_HOLD = new ArtifactsProfile(false, Optional.empty());

    /** Never fails; the blob's padding of blanks and NULs is skipped. */
    public static ArtifactsProfile parse(String text) {
        String content = text.replace('\0', ' ').strip();
        if (content.isEmpty()) {
            return NO_HOLD;
        }
        try {
            JsonNode profile = Json.parse(content);
            return profile.isObject() ? of(profile) : unreadable("not an object");
        } catch (MalformedJson e) {
            return unreadable(e.getMessage());
        }
    }

    private static ArtifactsProfile of(JsonNode profile) {
        JsonNode hold = profile.path("onHold");
        if (hold.isMissingNode() || hold.asText().equalsIgnoreCase("false")) {
            return NO_HOLD;
        }
        return hold.asText().equalsIgnoreCase("true")
                ? new ArtifactsProfile(true, Optional.empty())
                : unreadable("onHold is neither true nor false");
    }

    private static ArtifactsProfile unreadable(String reason) {
        return new ArtifactsProfile(false, Optional.of("artifacts profile: " + reason));
    }
}
