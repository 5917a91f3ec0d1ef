package io.goalstated.wire;

/**
 * Which addresses a URL of a goal state or a manifest may lead to (OPS-113): the platform's own servers and link-local
 * addresses are not storage, whoever says so. A test bed on loopback may put everything there.
 *
 * @param platformHost the wireserver's address
 * @param testBed nothing is forbidden
 */
record StorageRules(String platformHost, boolean testBed) {
    static StorageRules of(Endpoints endpoints) {
        return new StorageRules(endpoints.wireServer().host(), endpoints.areLoopback());
    }

    /** Judges a host as written in a URL, and the address that a name turned out to have. */
    boolean allows(String host) {
        if (testBed) {
            return true;
        }
        boolean linkLocal = host.startsWith("169.254.") || isLinkLocalV6(host) || host.startsWith("::ffff:");
        boolean platform = host.equals(platformHost) || host.equals(Endpoints.KNOWN_ADDRESS);
        return !linkLocal && !platform && !isOddNumber(host);
    }

    /** fe80::/10 */
    private static boolean isLinkLocalV6(String host) {
        return host.length() > 4
                && host.indexOf(':') >= 0
                && host.startsWith("fe")
                && "89ab".indexOf(host.charAt(2)) >= 0;
    }

    /** {@code 2852039166} and {@code 0xa9.254.0251.1} are addresses too for some resolvers: refuse those spellings. */
    private static boolean isOddNumber(String host) {
        if (host.indexOf(':') >= 0) {
            return false;
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (last.isEmpty() || last.charAt(0) < '0' || last.charAt(0) > '9') {
            return false;
        }
        return Ipv4.parse(host).isEmpty();
    }
}
