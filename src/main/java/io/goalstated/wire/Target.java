package io.goalstated.wire;

import java.util.Optional;

/**
 * Where a URL points to, taken apart without changing a byte of it: signed URLs must arrive as they were written.
 *
 * @param host as written, in lower case, without the brackets of an IPv6 address
 * @param uri path and query, never empty
 */
record Target(boolean secure, String host, int port, String uri) {
    private static final int LONGEST_URL = 8192;

    /** Empty for anything but a printable absolute http or https URL with a host, a sound port and no user name. */
    static Optional<Target> parse(String url) {
        boolean secure = startsWith(url, "https://");
        boolean web = secure || startsWith(url, "http://");
        if (!web || url.length() > LONGEST_URL || !isPrintable(url)) {
            return Optional.empty();
        }
        int start = secure ? 8 : 7;
        int end = endOfAuthority(url, start);
        Optional<Endpoint> authority = Endpoint.parse(url.substring(start, end), secure ? 443 : 80);
        String rest = url.substring(end);
        int fragment = rest.indexOf('#');
        String uri = fragment < 0 ? rest : rest.substring(0, fragment);
        return authority.map(a -> new Target(secure, a.host(), a.port(), uri.startsWith("/") ? uri : "/" + uri));
    }

    private static boolean startsWith(String url, String scheme) {
        return url.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Blanks and line ends would end the request line early. */
    private static boolean isPrintable(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) <= ' ' || url.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static int endOfAuthority(String url, int start) {
        int i = start;
        while (i < url.length() && "/?#".indexOf(url.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    @Override
    public String toString() {
        int query = uri.indexOf('?');
        return (secure ? "https://" : "http://")
                + new Endpoint(host, port).text(secure ? 443 : 80)
                + (query < 0 ? uri : uri.substring(0, query));
    }
}
