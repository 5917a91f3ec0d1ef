package io.goalstated.goalstate;

import io.goalstated.extension.HandlerName;
import io.goalstated.policy.Policy;
import java.nio.charset.StandardCharsets;

/** The platform's documents, one reader a run. */
public final class DocumentsFuzz {
    private static final String TARGET = System.getProperty("fuzz.target", "");

    private DocumentsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        switch (TARGET) {
            case "GOAL_STATE" -> EveryParser.attempt(() -> GoalStateAnswer.parse(text));
            case "EXTENSIONS_CONFIG" ->
                EveryParser.attempt(() -> ProcessingOrder.of(
                        ExtensionsConfig.parse(new Incarnation("1"), text).handlers()));
            case "SETTINGS" -> settings(text);
            case "VM_SETTINGS" ->
                EveryParser.attempt(() -> ProcessingOrder.of(
                        VmSettings.parse("1", text).goalState().handlers()));
            case "MANIFEST" -> EveryParser.attempt(() -> ExtensionManifest.parse(text));
            case "REMOTE_ACCESS" -> EveryParser.attempt(() -> RemoteAccess.parse(text));
            case "POLICY" ->
                Policy.parse("/etc/waagent_policy.json", text).decide(new HandlerName("A.B"), RequestedState.ENABLED);
            default -> EveryParser.read(text);
        }
    }

    private static void settings(String text) {
        try {
            SettingsText.parse(text);
        } catch (UnusableSettings refused) {
            // As promised.
        }
    }
}
