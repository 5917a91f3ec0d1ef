package io.goalstated.secret;

/**
 * Takes secrets out of a text that leaves the process: log lines, events, history, bundles, error messages (spec 04 §8.3,
 * OPS-115). Each secret becomes {@value #REPLACEMENT}; what names it stays, so that a reader sees what was there.
 *
 * <p>Taken out are: the query of a URL that carries a shared access signature; authorization headers; storage keys and
 * passwords in {@code name=value} form; members of JSON objects that are named password, secret, token, key or protected
 * settings; private keys in PEM; password and custom data elements; the user part of URLs. Raw, percent-encoded, JSON-escaped
 * and XML-escaped spellings are known. When in doubt more is hidden, never less.
 *
 * <p>One pass over the text, in time linear in its length; a text without secrets is returned as it is, with nothing
 * allocated. Redacting twice gives the same text as once.
 */
public final class Redactor {
    public static final String REPLACEMENT = "<redacted>";

    private final String text;
    /** Before this place every query was looked at: a token full of question marks is read once. */
    private int queriesSeenUntil;

    private Redactor(String text) {
        this.text = text;
    }

    /** The text without its secrets. */
    public static String redact(String text) {
        return new Redactor(text).run();
    }

    /**
     * Where what introduces a secret stands that is still open at the text's end: more text would belong to it. The text's length
     * when there is none. For who redacts piece by piece.
     */
    public static int openAt(String text) {
        return new Redactor(text).open();
    }

    private int open() {
        int i = 0;
        while (i < text.length()) {
            Span span = find(i);
            if (!span.isEmpty() && span.to() == text.length()) {
                return i;
            }
            i = span.isEmpty() ? i + 1 : Math.max(i + 1, span.to());
        }
        return i;
    }

    private String run() {
        StringBuilder out = null;
        int copied = 0;
        int i = 0;
        while (i < text.length()) {
            Span span = find(i);
            if (span.isEmpty()) {
                i++;
                continue;
            }
            if (out == null) {
                out = new StringBuilder(text.length());
            }
            out.append(text, copied, span.from()).append(REPLACEMENT);
            copied = span.to();
            i = Math.max(i + 1, copied);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** The secret that the character at that place introduces. Only a few characters introduce any. */
    private Span find(int at) {
        return switch (text.charAt(at)) {
            case '?', '=', '<', '&', '%', '\\' -> findMeant(at, Escapes.meantAt(text, at), Escapes.lengthAt(text, at));
            case '"', '\'' -> Member.find(text, at);
            case ':' -> colon(at);
            case '-' -> PrivateKey.find(text, at);
            default -> Span.NONE;
        };
    }

    private Span findMeant(int at, char meant, int length) {
        return switch (meant) {
            case '?' -> query(at + length);
            case '=' -> Assignment.afterEquals(text, at, length);
            case '<' -> Element.find(text, at, length);
            default -> Member.find(text, at);
        };
    }

    private Span colon(int at) {
        Span header = Assignment.afterColon(text, at);
        return header.isEmpty() ? UserPart.find(text, at) : header;
    }

    private Span query(int start) {
        if (start <= queriesSeenUntil) {
            return Span.NONE;
        }
        queriesSeenUntil = SignatureQuery.end(text, start);
        return SignatureQuery.find(text, start, queriesSeenUntil);
    }
}
