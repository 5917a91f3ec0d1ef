package io.goalstated.wire;

import java.util.OptionalLong;

/** Addresses of the old kind, in the one spelling that all software reads alike. */
final class Ipv4 {
    private Ipv4() {}

    /** The number of that dotted quad; empty for anything else, octal, hexadecimal and shortened spellings included. */
    static OptionalLong parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return OptionalLong.empty();
        }
        long address = 0;
        for (String part : parts) {
            int octet = octet(part);
            if (octet < 0) {
                return OptionalLong.empty();
            }
            address = address << 8 | octet;
        }
        return OptionalLong.of(address);
    }

    private static int octet(String digits) {
        boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.isEmpty() || digits.length() > 3 || leadingZero) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number < 256 ? number : -1;
    }
}
