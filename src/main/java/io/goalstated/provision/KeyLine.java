package io.goalstated.provision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A public key as a line of {@code authorized_keys}: type, base64 and perhaps a comment, never options (spec 03 §4.7, S10).
 *
 * @param comment empty for none
 */
record KeyLine(String type, String base64, String comment) {
    private static final Set<String> TYPES = Set.of(
            "ssh-rsa",
            "ssh-ed25519",
            "ssh-dss",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");
    private static final int LONGEST = 16_384;

    /** Reads a key as the platform gives it; empty when it is none. Line breaks inside are taken for transport damage. */
    static Optional<KeyLine> parse(String text) {
        String line = text.strip().replace("\r", "").replace("\n", "");
        if (line.length() > LONGEST || hasLines(text) || line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            return Optional.empty();
        }
        String[] words = line.split("[ \t]+", 3);
        if (words.length < 2 || !TYPES.contains(words[0]) || !holds(words[1], words[0])) {
            return Optional.empty();
        }
        return Optional.of(new KeyLine(words[0], words[1], words.length > 2 ? words[2].strip() : ""));
    }

    /** A line as an authorized_keys file may hold it, options and all: the key in it. */
    static Optional<KeyLine> inFile(String line) {
        for (String type : TYPES) {
            int at = line.indexOf(type + " ");
            if (at == 0 || (at > 0 && Character.isWhitespace(line.charAt(at - 1)))) {
                return parse(line.substring(at));
            }
        }
        return Optional.empty();
    }

    /** Two keys one below the other are not one key with a break in it. */
    private static boolean hasLines(String text) {
        return text.strip()
                .lines()
                .skip(1)
                .anyMatch(line -> line.contains(" ") || TYPES.stream().anyMatch(line::startsWith));
    }

    private static boolean holds(String base64, String type) {
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (blob.remaining() < 4) {
                return false;
            }
            int length = blob.getInt();
            if (length < 0 || length > blob.remaining()) {
                return false;
            }
            byte[] name = new byte[length];
            blob.get(name);
            return new String(name, StandardCharsets.US_ASCII).equals(type);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean isSameKey(KeyLine other) {
        return type.equals(other.type) && base64.equals(other.base64);
    }

    String text() {
        return type + " " + base64 + (comment.isEmpty() ? "" : " " + comment);
    }
}
