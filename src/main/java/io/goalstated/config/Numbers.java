package io.goalstated.config;

/** Decimal numbers within limits. */
final class Numbers {
    private Numbers() {}

    static Parsed<Integer> parse(String text, int min, int max) {
        int digitsFrom = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (digitsFrom == text.length()) {
            return Parsed.wrongType("not a number");
        }
        for (int i = digitsFrom; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Parsed.wrongType("not a number");
            }
        }
        // More digits than any int has: out of range without reading them.
        long value = text.length() > 12 ? Long.MAX_VALUE : Long.parseLong(text);
        return value < min || value > max ? Parsed.outOfRange("not within " + range(min, max)) : Parsed.of((int) value);
    }

    static String range(int min, int max) {
        return max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
    }
}
