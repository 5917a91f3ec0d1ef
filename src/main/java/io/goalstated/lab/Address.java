package io.goalstated.lab;

/**
 * Where one server listens.
 *
 * @param port 0 asks for a free one
 */
public record Address(String host, int port) {
    /** A free port on loopback. */
    public static final Address ANY = new Address("127.0.0.1", 0);

    public Address {
        if (host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException("not an address: " + host + ":" + port);
        }
    }

    /** Reads {@code HOST:PORT}. */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Address(text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address; write it like 127.0.0.1:8080", e);
        }
    }

    /** The start of a URL; the port is left out when it is HTTP's own, as the platform writes it. */
    public String url() {
        return port == 80 ? "http://" + host : "http://" + this;
    }

    /** Whether only this machine can reach it. Names other than {@code localhost} are not looked up and do not count. */
    public boolean isLoopback() {
        return host.matches("127(\\.\\d{1,3}){3}|localhost|::1");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
