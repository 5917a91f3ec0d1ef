package io.goalstated.goalstate;

/** Names that come from outside and become part of file names. */
final class SafeName {
    private static final int MAX_LENGTH = 200;

    private SafeName() {}

    /** Letters, digits, {@code . _ -}, the first of them neither dot nor hyphen, no {@code ..}, at most 200 characters. */
    static boolean isSafe(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.contains("..") || !isWord(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
