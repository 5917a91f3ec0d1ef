package io.goalstated.environment.firewall;

import io.goalstated.environment.network.Ipv4;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What nft and iptables print, and the owner's list of users. */
public final class FirewallFuzz {
    private static final FirewallRules RULES =
            FirewallRules.of(Ipv4.parse("168.63.129.16").orElseThrow(), 0, true, List.of(1000L));

    private FirewallFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        new NftTable(RULES).check(text);
        new IptablesRules(RULES).check(text);
        IptablesVersion.parse(text);
        FirewallRules.users(text);
    }
}
