package io.goalstated.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * A server's place.
 *
 * @param host a name or an address, in lower case; IPv6 without brackets
 */
public record Endpoint(String host, int port) {
    public Endpoint {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not an endpoint: " + host + ":" + port);
        }
    }

    /** Reads {@code host}, {@code host:port} or {@code [v6]:port}; empty when the text is none of them. */
    public static Optional<Endpoint> parse(String text, int defaultPort) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int close = lower.startsWith("[") ? lower.indexOf(']') : -1;
        String host = close < 0 ? beforeColon(lower) : lower.substring(1, close);
        String rest = close < 0 ? lower.substring(host.length()) : lower.substring(close + 1);
        int port = rest.isEmpty() ? defaultPort : rest.startsWith(":") ? port(rest.substring(1)) : -1;
        return port > 0 && isHost(host, close < 0 ? "-_" : ":")
                ? Optional.of(new Endpoint(host, port))
                : Optional.empty();
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static boolean isHost(String host, String otherCharacters) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '.' && otherCharacters.indexOf(c) < 0) {
                return false;
            }
        }
        return !host.isEmpty() && host.length() < 254;
    }

    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port >= 1 && port <= 65535 ? port : -1;
    }

    /** With the port only where it is not that default. */
    public String text(int defaultPort) {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort ? name : name + ":" + port;
    }

    /** Written as a URL without path. */
    public String url() {
        return "http://" + text(80);
    }

    /** Whether the address, as written, is one of this machine's own. */
    public boolean isLoopback() {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }

    @Override
    public String toString() {
        return text(-1);
    }
}
