package io.goalstated.artifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A place inside a package, proven to be inside: no absolute path, no {@code ..}, nothing that another system would read
 * as a separator or a drive, nothing that cannot be seen (OPS-111).
 *
 * @param parts from the root down; empty means the root itself
 */
record EntryName(List<String> parts, boolean isDirectory) {
    private static final int LONGEST_PART = 255;
    private static final int MOST_PARTS = 64;
    /** In bytes; leaves room for the library directory within what Linux takes for a path, 4096. */
    private static final int LONGEST_NAME = 2048;

    private static final int LONGEST_QUOTE = 80;

    EntryName {
        parts = List.copyOf(parts);
    }

    /**
     * @param name as decoded
     * @param raw as stored: the decoder turns the backslashes of some archives into slashes
     */
    static EntryName of(String name, byte[] raw) throws BadArchive {
        for (byte b : raw) {
            if (b == '\\') {
                throw refused(name, "has a backslash in its name");
            }
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw refused(name, "has a control character in its name");
            }
        }
        if (name.isEmpty()) {
            throw refused(name, "has no name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw refused(name, "has too long a name");
        }
        if (name.startsWith("/")) {
            throw refused(name, "is an absolute path");
        }
        if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
            throw refused(name, "names a drive");
        }
        return new EntryName(parts(name), name.endsWith("/"));
    }

    private static List<String> parts(String name) throws BadArchive {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw refused(name, "leaves the directory");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
                throw refused(name, "has too long a name");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > MOST_PARTS) {
            throw refused(name, "lies too deep");
        }
        if (parts.isEmpty() && !name.endsWith("/")) {
            throw refused(name, "has no name");
        }
        return parts;
    }

    static BadArchive refused(String name, String why) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_QUOTE); i++) {
            char c = name.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return new BadArchive("the package's entry '" + shown + "' " + why);
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
