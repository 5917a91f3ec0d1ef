package io.goalstated.trust;

import java.util.Optional;

/**
 * The outer shape of DER: one element and nothing behind it, definite and shortest lengths, whole tags, no string cut in
 * pieces, limited nesting. Bouncy Castle would read BER as well, which has many encodings for one meaning (spec 04
 * OPS-129).
 */
final class StrictDer {
    /** A real signature has 17 levels. */
    static final int MAX_DEPTH = 40;

    private static final int CONSTRUCTED = 0x20;
    private static final int UNIVERSAL_MASK = 0xc0;
    private static final int SEQUENCE = 0x10;
    private static final int SET = 0x11;
    private static final int EXTERNAL = 0x08;

    private final byte[] bytes;
    private int at;

    private StrictDer(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What is wrong with the encoding; empty when it is sound. */
    static Optional<String> problem(byte[] bytes) {
        StrictDer der = new StrictDer(bytes);
        Optional<String> problem = der.element(bytes.length, 0);
        if (problem.isEmpty() && der.at != bytes.length) {
            return Optional.of("there are bytes behind the structure");
        }
        return problem;
    }

    private Optional<String> element(int end, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of("it is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (end - at < 2) {
            return Optional.of("an element is cut off");
        }
        int tag = bytes[at++] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            return Optional.of("a tag number is out of range");
        }
        int length = length(end);
        if (length < 0) {
            return Optional.of("a length is indefinite, too large or not the shortest form");
        }
        boolean constructed = (tag & CONSTRUCTED) != 0;
        if ((tag & UNIVERSAL_MASK) == 0 && constructed != isContainer(tag & 0x1f)) {
            return Optional.of("a string comes in pieces, or a container in one");
        }
        int stop = at + length;
        if (!constructed) {
            at = stop;
            return Optional.empty();
        }
        while (at < stop) {
            Optional<String> problem = element(stop, depth + 1);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static boolean isContainer(int number) {
        return number == SEQUENCE || number == SET || number == EXTERNAL;
    }

    /** Number of content octets, all of them within the end; negative when it is no good. */
    private int length(int end) {
        int first = bytes[at++] & 0xff;
        int octets = first & 0x7f;
        int length = first;
        if (first >= 0x80) {
            if (octets == 0 || octets > 3 || end - at < octets || bytes[at] == 0) {
                return -1;
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (bytes[at++] & 0xff);
            }
            if (length < 0x80) {
                return -1;
            }
        }
        return length > end - at ? -1 : length;
    }
}
