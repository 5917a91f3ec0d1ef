package io.goalstated.environment.firewall;

import io.goalstated.config.Configuration;
import io.goalstated.config.SystemKeys;
import io.goalstated.environment.network.Ipv4;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to hold: of all users only these open TCP connections to these addresses, port 53 excepted (spec 03 §12).
 *
 * @param addresses the wireserver's; the metadata service's too when {@code Firewall.Imds=root}
 * @param users the agent's own first, then those of {@code Firewall.AllowUids}
 */
public record FirewallRules(List<Ipv4> addresses, List<Long> users) {
    private static final long MAX_USER = 0xffff_fffeL;
    private static final int MAX_USERS = 64;

    public FirewallRules {
        addresses = List.copyOf(addresses);
        users = users.stream().distinct().toList();
        if (addresses.isEmpty() || users.isEmpty() || users.size() > MAX_USERS) {
            throw new IllegalArgumentException("an address and 1 to " + MAX_USERS + " users are needed");
        }
        for (long user : users) {
            if (user < 0 || user > MAX_USER) {
                throw new IllegalArgumentException("not a user's number: " + user);
            }
        }
    }

    /**
     * @param agent the number of the user as whom the agent runs
     * @param guardMetadata whether the metadata service is guarded too (OPS-98)
     * @param others who else is let through
     */
    public static FirewallRules of(Ipv4 wireServer, long agent, boolean guardMetadata, List<Long> others) {
        List<Long> users = new ArrayList<>(List.of(agent));
        users.addAll(others);
        return new FirewallRules(guardMetadata ? List.of(wireServer, Ipv4.METADATA) : List.of(wireServer), users);
    }

    /**
     * What the owner's configuration asks for, whether or not it asks for a firewall at all.
     *
     * @param agent the number of the user as whom the agent runs
     */
    public static FirewallRules configured(Configuration configuration, Ipv4 wireServer, long agent) {
        boolean guardMetadata = configuration.get(SystemKeys.FIREWALL_IMDS).equals("root");
        return of(
                wireServer,
                agent,
                guardMetadata,
                users(configuration.get(SystemKeys.FIREWALL_ALLOW_UIDS).orElse("")));
    }

    /** Numbers separated by commas; what is none is left out, so that it lets nobody through. */
    static List<Long> users(String text) {
        List<Long> users = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            String number = word.strip();
            if (!number.isEmpty() && number.length() <= 10 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                long user = Long.parseLong(number);
                if (user <= MAX_USER && users.size() < MAX_USERS - 1) {
                    users.add(user);
                }
            }
        }
        return users;
    }

    Ipv4 wireServer() {
        return addresses.get(0);
    }

    boolean guardsMetadata() {
        return addresses.size() > 1;
    }
}
