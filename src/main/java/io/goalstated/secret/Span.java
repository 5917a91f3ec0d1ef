package io.goalstated.secret;

/** A stretch of a text: from inclusive, to exclusive. Empty means that there is nothing to hide. */
record Span(int from, int to) {
    static final Span NONE = new Span(0, 0);

    boolean isEmpty() {
        return from >= to;
    }
}
