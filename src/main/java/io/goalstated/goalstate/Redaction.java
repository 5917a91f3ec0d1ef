package io.goalstated.goalstate;

import java.util.Optional;

/**
 * Takes the secrets out of documents that are kept for later reading (spec 01 §12.4), by element and key rather than by
 * replacing text, with the layout as it was. What cannot be understood is left out; a secret is never let through.
 */
public final class Redaction {
    /** Stands where a secret stood. */
    public static final String MARK = "***REDACTED***";

    private Redaction() {}

    /** Without protected settings and the signatures of the two blobs; empty when the text is not XML. */
    public static Optional<String> extensionsConfig(String text) {
        return XmlRedaction.redact(text, new ExtensionsConfigSecrets());
    }

    /** Without protected settings and the blob's signature. A text that stops being JSON somewhere ends there. */
    public static String vmSettings(String text) {
        return JsonRedaction.redact(text);
    }

    /** Without passwords; empty when the text is not XML. */
    public static Optional<String> remoteAccess(String text) {
        return XmlRedaction.redact(text, new PasswordSecrets());
    }

    /** Without passwords and without the values of settings, connection strings among them; empty when not XML. */
    public static Optional<String> hostingEnvironment(String text) {
        return XmlRedaction.redact(text, new PasswordSecrets());
    }

    /** The URL with its query hidden, which is where a shared access signature stands. */
    static String query(String url) {
        int mark = url.indexOf('?');
        return mark < 0 ? url : url.substring(0, mark + 1) + MARK;
    }

    private static final class ExtensionsConfigSecrets implements XmlRedaction.Secrets {
        @Override
        public boolean hidesAttribute(String element, String attribute) {
            return attribute.equalsIgnoreCase("protectedSettings");
        }

        @Override
        public boolean looksInto(String element) {
            return isBlob(element) || isSettings(element) || element.equalsIgnoreCase("protectedSettings");
        }

        @Override
        public String redact(String element, String content) {
            if (isBlob(element)) {
                return query(content);
            }
            return isSettings(element) ? JsonRedaction.redact(content) : MARK;
        }

        private static boolean isBlob(String element) {
            return element.equals("StatusUploadBlob") || element.equals("InVMArtifactsProfileBlob");
        }

        private static boolean isSettings(String element) {
            return element.equals("RuntimeSettings") || element.equals("ExtensionRuntimeSettings");
        }
    }

    private static final class PasswordSecrets implements XmlRedaction.Secrets {
        @Override
        public boolean hidesAttribute(String element, String attribute) {
            return attribute.equalsIgnoreCase("password") || (element.equals("Setting") && attribute.equals("value"));
        }

        @Override
        public boolean looksInto(String element) {
            return element.equalsIgnoreCase("password");
        }

        @Override
        public String redact(String element, String content) {
            return MARK;
        }
    }
}
