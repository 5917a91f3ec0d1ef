package io.goalstated.lab;

import java.util.Optional;

/** Documents that a test may replace with a text of its own, see {@link FakeAzure#replace}. */
public enum Document {
    VERSIONS("versions"),
    GOAL_STATE("goal-state"),
    HOSTING_ENVIRONMENT("hosting-environment"),
    SHARED_CONFIG("shared-config"),
    EXTENSIONS_CONFIG("extensions-config"),
    CERTIFICATES("certificates"),
    REMOTE_ACCESS("remote-access"),
    VM_SETTINGS("vm-settings"),
    ARTIFACTS_PROFILE("artifacts-profile"),
    INSTANCE_METADATA("instance-metadata");

    private final String label;

    Document(String label) {
        this.label = label;
    }

    /** As the admin API spells it. */
    public String label() {
        return label;
    }

    public static Optional<Document> labelled(String label) {
        for (Document document : values()) {
            if (document.label.equals(label)) {
                return Optional.of(document);
            }
        }
        return Optional.empty();
    }
}
