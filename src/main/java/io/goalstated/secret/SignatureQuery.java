package io.goalstated.secret;

/**
 * The query of a URL that carries a shared access signature, in any spelling: the whole query goes, as in WALinuxAgent
 * ({@code https://host/path?<redacted>}, spec 04 §8.3).
 */
final class SignatureQuery {
    private SignatureQuery() {}

    /** Where the token ends that the query is part of; no query needs a second look before that. */
    static int end(String text, int from) {
        int i = from;
        while (i < text.length() && !Words.endsToken(text, i)) {
            i += Escapes.lengthAt(text, i);
        }
        return i;
    }

    /** What to hide of the query that starts there (behind its question mark) and ends at {@code end}. */
    static Span find(String text, int start, int end) {
        int queryStart = start;
        boolean first = true;
        int i = start;
        while (i < end) {
            String name = Words.nameAt(text, i);
            int afterName = i + name.length();
            if (afterName < end && Escapes.meantAt(text, afterName) == '=' && isSignature(name, first)) {
                return new Span(queryStart, end);
            }
            i = afterName;
            first = false;
            while (i < end) {
                char meant = Escapes.meantAt(text, i);
                i += Escapes.lengthAt(text, i);
                if (meant == '?') {
                    queryStart = i;
                    first = true;
                    break;
                }
                if (meant == '&' || meant == ';') {
                    break;
                }
            }
        }
        return Span.NONE;
    }

    private static boolean isSignature(String name, boolean first) {
        return first ? SensitiveNames.leadingSignatureParameter(name) : SensitiveNames.signatureParameter(name);
    }
}
