package io.goalstated.environment.network;

import java.util.Optional;

/**
 * An IPv4 address.
 *
 * @param bits the first byte in the highest eight
 */
public record Ipv4(int bits) {
    public static final Ipv4 ANY = new Ipv4(0);
    /** The wireserver of every Azure VM. */
    public static final Ipv4 WIRE_SERVER = new Ipv4(0xa83f8110);
    /** The instance metadata service. */
    public static final Ipv4 METADATA = new Ipv4(0xa9fea9fe);

    /** The address in these four bytes of a packet. */
    public static Ipv4 at(byte[] bytes, int offset) {
        int bits = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            bits = bits << 8 | (bytes[offset + i] & 0xff);
        }
        return new Ipv4(bits);
    }

    /** Four decimal numbers with dots; leading zeros, which some read as octal, are refused. */
    public static Optional<Ipv4> parse(String text) {
        return parts(text, '.', 10);
    }

    /** As DHCP clients print bytes that mean nothing to them: {@code a8:3f:81:10}, also {@code a8:3f:81:1}. */
    public static Optional<Ipv4> parseColonHex(String text) {
        return parts(text, ':', 16);
    }

    /** Eight hexadecimal digits. */
    public static Optional<Ipv4> parseHex(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return Optional.empty();
            }
            bits = bits << 4 | digit;
        }
        return text.length() == 8 ? Optional.of(new Ipv4(bits)) : Optional.empty();
    }

    private static Optional<Ipv4> parts(String text, char separator, int radix) {
        int bits = 0;
        int count = 0;
        int start = 0;
        while (start <= text.length() && count < 5) {
            int end = text.indexOf(separator, start);
            end = end < 0 ? text.length() : end;
            int part = part(text, start, end, radix);
            if (part < 0) {
                return Optional.empty();
            }
            bits = bits << 8 | part;
            count++;
            start = end + 1;
        }
        return count == 4 ? Optional.of(new Ipv4(bits)) : Optional.empty();
    }

    private static int part(String text, int start, int end, int radix) {
        int length = end - start;
        if (length < 1 || length > (radix == 10 ? 3 : 2) || (radix == 10 && length > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) > 'f' ? -1 : Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value > 255 ? -1 : value;
    }

    /** Whether this can be one other machine: not this network, loopback, multicast, reserved or broadcast (spec 03 S15). */
    public boolean isUnicast() {
        int first = bits >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    /** The same address with the bits behind the prefix cleared. */
    Ipv4 network(int prefix) {
        return new Ipv4(prefix == 0 ? 0 : bits & (-1 << (Integer.SIZE - prefix)));
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
