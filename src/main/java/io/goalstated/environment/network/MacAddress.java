package io.goalstated.environment.network;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The hardware address of a network interface, as text {@code 00:0d:3a:1c:22:9f} in lower case. */
public record MacAddress(String text) {
    static final int LENGTH = 6;

    private static final HexFormat FORM = HexFormat.ofDelimiter(":");

    /** Six pairs of hexadecimal digits with colons. */
    public static Optional<MacAddress> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.length() != LENGTH * 3 - 1) {
            return Optional.empty();
        }
        try {
            FORM.parseHex(lower);
            return Optional.of(new MacAddress(lower));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return FORM.parseHex(text);
    }

    boolean isAt(byte[] packet, int offset) {
        return Arrays.equals(bytes(), Arrays.copyOfRange(packet, offset, offset + LENGTH));
    }
}
