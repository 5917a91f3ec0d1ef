package io.goalstated.trust;

/** Text taken from certificates, made fit for one line of a log or a status. */
final class Printable {
    static final int MAX = 400;

    private Printable() {}

    /** Control characters and line separators become blanks; what is longer than {@link #MAX} is cut. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < MAX; i++) {
            char c = text.charAt(i);
            boolean separates = Character.isISOControl(c)
                    || Character.isSurrogate(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == '\u2028'
                    || c == '\u2029';
            line.append(separates ? ' ' : c);
        }
        return text.length() > MAX ? line + "…" : line.toString();
    }
}
