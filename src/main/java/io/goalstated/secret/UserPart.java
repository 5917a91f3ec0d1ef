package io.goalstated.secret;

/** The user and password of a URL ({@code http://user:password@proxy:3128}). */
final class UserPart {
    private UserPart() {}

    /** Looks at the colon at that place as the one of {@code ://}. */
    static Span find(String text, int at) {
        if (!text.startsWith("://", at)) {
            return Span.NONE;
        }
        int from = at + 3;
        int last = -1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '@') {
                last = i;
            } else if (c == '/' || c == '?' || c == '#' || Words.endsToken(c)) {
                break;
            }
        }
        return last < 0 ? Span.NONE : new Span(from, last);
    }
}
