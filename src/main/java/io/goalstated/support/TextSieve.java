package io.goalstated.support;

import io.goalstated.secret.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text of any length, with at most two windows of it in memory. Text is taken line by line; one that begins a
 * secret waits for the line that ends it. Bytes that are no secret stay what they are, whatever the encoding.
 */
final class TextSieve implements Sieve {
    /** Characters that wait at most for the end of a line, or of a secret. */
    static final int WINDOW = 64 << 10;

    private static final String CUT = Redactor.REPLACEMENT + " (the rest of a line that is too long)";

    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/=]*|(Proc-Type|DEK-Info):.*");

    private final UnaryOperator<String> redactor;
    private final StringBuilder waiting = new StringBuilder();
    /** The line that is dropped has no end yet. */
    private boolean insideLine;
    /** What comes may be the rest of a secret: what looks like encoded bytes is dropped, and the line that ends it. */
    private boolean insideSecret;

    private int redactions;

    /** @param redactor takes secrets out of whole lines */
    TextSieve(UnaryOperator<String> redactor) {
        this.redactor = redactor;
    }

    /** For the end of a text: what is left of its first line is dropped, and what may be the rest of a secret. */
    TextSieve fromTheMiddle() {
        insideLine = true;
        insideSecret = true;
        return this;
    }

    @Override
    public byte[] accept(byte[] bytes, int length) {
        waiting.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        return take(false);
    }

    @Override
    public byte[] finish() {
        return take(true);
    }

    @Override
    public int redactions() {
        return redactions;
    }

    private byte[] take(boolean last) {
        drop(last);
        String text = waiting.toString();
        int end = last ? text.length() : settled(text);
        StringBuilder out = new StringBuilder(redacted(text.substring(0, end)));
        waiting.delete(0, end);
        if (!last && waiting.length() >= WINDOW) {
            out.append(giveUp());
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The end of the lines that need nothing of what comes. */
    private static int settled(String text) {
        int end = text.lastIndexOf('\n') + 1;
        String lines = text.substring(0, end);
        int open = Redactor.openAt(lines);
        if (open < end) {
            return startOfLine(lines, open);
        }
        int visible = end;
        while (visible > 0 && Character.isWhitespace(lines.charAt(visible - 1))) {
            visible--;
        }
        // The value of a name may be in the next line.
        boolean unfinished = visible > 0 && (lines.charAt(visible - 1) == ':' || lines.charAt(visible - 1) == '=');
        return unfinished ? startOfLine(lines, visible - 1) : end;
    }

    private static int startOfLine(String text, int at) {
        return text.lastIndexOf('\n', at) + 1;
    }

    /** Too much waits: a secret without an end, or a line without one. */
    private String giveUp() {
        String text = waiting.toString();
        waiting.setLength(0);
        boolean line = text.indexOf('\n') < 0;
        insideLine = !text.endsWith("\n");
        insideSecret = !line;
        redactions++;
        return redacted(text) + (line ? CUT : Redactor.REPLACEMENT) + "\n";
    }

    private void drop(boolean last) {
        while (waiting.length() > 0 && (insideLine || insideSecret)) {
            int end = waiting.indexOf("\n") + 1;
            if (end == 0) {
                boolean tooLong = insideLine || last || waiting.length() >= WINDOW;
                if (tooLong) {
                    insideLine = true;
                    waiting.setLength(0);
                }
                return;
            }
            if (insideLine) {
                insideLine = false;
            } else {
                insideSecret = isEncoded(waiting.substring(0, end));
            }
            waiting.delete(0, end);
        }
    }

    /** A line of encoded bytes, of nothing, or of what may stand between the start of a key and its bytes. */
    private static boolean isEncoded(String line) {
        return ENCODED.matcher(line.strip()).matches();
    }

    private String redacted(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String safe = redactor.apply(text);
        redactions += Math.max(0, count(safe) - count(text));
        return safe;
    }

    static int count(String text) {
        int count = 0;
        for (int at = text.indexOf(Redactor.REPLACEMENT); at >= 0; at = text.indexOf(Redactor.REPLACEMENT, at + 1)) {
            count++;
        }
        return count;
    }
}
