package io.goalstated.goalstate;

import java.util.Objects;

/**
 * A document of the platform cannot be used. The message names the kind of document and the reason and never repeats
 * the content, so that it may be logged and reported.
 */
public final class MalformedGoalState extends Exception {
    private static final long serialVersionUID = 1L;

    private final Document document;

    MalformedGoalState(Document document, String reason) {
        super(document.title() + ": " + reason);
        this.document = document;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Document document() {
        return document;
    }

    /** The kinds of document that are read. */
    public enum Document {
        VERSIONS("Versions"),
        GOAL_STATE("GoalState"),
        HOSTING_ENVIRONMENT("HostingEnvironmentConfig"),
        EXTENSIONS_CONFIG("ExtensionsConfig"),
        VM_SETTINGS("vmSettings"),
        CERTIFICATES("Certificates"),
        REMOTE_ACCESS("RemoteAccess"),
        MANIFEST("extension manifest");

        private final String title;

        Document(String title) {
            this.title = title;
        }

        /** What people call it. */
        public String title() {
            return title;
        }
    }
}
