package io.goalstated.goalstate;

import java.nio.charset.StandardCharsets;

/** The platform's documents, one reader a run. */
public final class DocumentsFuzz {
    private static final String TARGET = System.getProperty("fuzz.target", "");

    private DocumentsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        switch (TARGET) {
            case "GOAL_STATE" -> EveryParser.attempt(() -> GoalStateAnswer.parse(text));
            case "EXTENSIONS_CONFIG" -> EveryParser.attempt(() -> ExtensionsConfig.parse(new Incarnation("1"), text));
            case "VM_SETTINGS" -> EveryParser.attempt(() -> VmSettings.parse("1", text));
            case "MANIFEST" -> EveryParser.attempt(() -> ExtensionManifest.parse(text));
            case "REMOTE_ACCESS" -> EveryParser.attempt(() -> RemoteAccess.parse(text));
            default -> EveryParser.read(text);
        }
    }
}
