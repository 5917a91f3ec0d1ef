package io.goalstated.wire;

import io.goalstated.secret.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which storage requests go through a proxy (spec 01 §2.4).
 *
 * @param plain for http URLs
 * @param secure for https URLs
 * @param exempt entries of {@code no_proxy}
 * @param credentials what the proxy wants to see
 */
public record ProxyRules(
        Optional<Endpoint> plain, Optional<Endpoint> secure, List<String> exempt, Optional<Credentials> credentials) {
    public static final ProxyRules NONE =
            new ProxyRules(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    private static final int DEFAULT_PORT = 80;

    /** Who asks. Only ever sent to the proxy. */
    public record Credentials(String user, Secret password) {}

    public ProxyRules {
        exempt = List.copyOf(exempt);
    }

    /**
     * @param host {@code HttpProxy.Host}; when given, only it counts, and only together with a port
     * @param port {@code HttpProxy.Port}
     * @param environment of the process
     */
    public static ProxyRules of(Optional<String> host, Optional<Integer> port, Map<String, String> environment) {
        List<String> exempt =
                List.of(variable(environment, "no_proxy").replace(" ", "").split(",", -1));
        if (host.isPresent()) {
            Optional<Endpoint> both = port.flatMap(p -> Endpoint.parse(host.get(), p));
            return new ProxyRules(both, both, exempt, Optional.empty());
        }
        return new ProxyRules(
                fromUrl(variable(environment, "http_proxy")),
                fromUrl(variable(environment, "https_proxy")),
                exempt,
                Optional.empty());
    }

    public ProxyRules with(Credentials known) {
        return new ProxyRules(plain, secure, exempt, Optional.of(known));
    }

    private static String variable(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name, "");
        return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
    }

    /** {@code http://user:secret@proxy:3128/}: the user is ignored, as the reference does. */
    private static Optional<Endpoint> fromUrl(String url) {
        int scheme = url.indexOf("://");
        String rest = scheme < 0 ? url : url.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        return Endpoint.parse(authority.substring(authority.lastIndexOf('@') + 1), DEFAULT_PORT);
    }

    /** The proxy for a request to that host, if any. */
    Optional<Endpoint> proxyFor(Target target) {
        Optional<Endpoint> proxy = target.secure() ? secure : plain;
        return proxy.isEmpty() || isExempt(target.host()) ? Optional.empty() : proxy;
    }

    private boolean isExempt(String host) {
        OptionalLong address = Ipv4.parse(host);
        for (String entry : exempt) {
            if (entry.isEmpty()) {
                continue;
            }
            String lower = entry.toLowerCase(Locale.ROOT);
            boolean matches = address.isPresent()
                    ? lower.equals(host) || isInNetwork(address.getAsLong(), lower)
                    : host.endsWith(lower);
            if (matches) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInNetwork(long address, String cidr) {
        int slash = cidr.indexOf('/');
        OptionalLong network = slash < 0 ? OptionalLong.empty() : Ipv4.parse(cidr.substring(0, slash));
        int bits = slash < 0 ? 0 : prefixLength(cidr.substring(slash + 1));
        return network.isPresent() && bits > 0 && (address ^ network.getAsLong()) >>> (32 - bits) == 0;
    }

    /** 1 to 32, or 0 when it is no such number. */
    private static int prefixLength(String digits) {
        try {
            int bits = digits.length() > 2 ? 0 : Integer.parseInt(digits);
            return bits >= 1 && bits <= 32 ? bits : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
