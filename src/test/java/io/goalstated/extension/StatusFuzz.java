package io.goalstated.extension;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What handlers write, one reader a run. */
public final class StatusFuzz {
    private static final String TARGET = System.getProperty("fuzz.target", "");

    private StatusFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        switch (TARGET) {
            case "HEARTBEAT" -> Heartbeat.parse(data);
            case "HANDLER_MANIFEST" -> handlerManifest(new String(data, StandardCharsets.UTF_8));
            default -> StatusFile.parse(data);
        }
    }

    private static void handlerManifest(String text) {
        HandlerStatusFile.read(text);
        try {
            HandlerManifestReader.read(Optional.of(text));
        } catch (HandlerManifest.Malformed refused) {
            // As promised.
        }
    }
}
