package io.goalstated.environment.network;

import io.goalstated.environment.network.NetworkInterfaces.Interface;
import io.goalstated.platform.BroadcastExchange;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the network's DHCP servers where the wireserver is. What is changed for the question (a way for broadcasts, an open port)
 * is taken back afterwards; the machine's DHCP client is left alone, with which the port is shared (spec 03 §10.3). Blocks.
 */
final class DhcpProbe {
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final BroadcastExchange.Manner MANNER =
            new BroadcastExchange.Manner(CLIENT_PORT, SERVER_PORT, DhcpRequest.MAX_ANSWER, Duration.ofSeconds(10));

    private final Tools tools;
    private final BroadcastExchange network;

    DhcpProbe(Tools tools, BroadcastExchange network) {
        this.tools = tools;
        this.network = network;
    }

    /**
     * One question, and up to 10 s for an answer.
     *
     * @param broadcast whether the answer shall go to everybody; needed where the interface has no address yet
     */
    Optional<DhcpAnswer> ask(Interface asking, MacAddress mac, int transaction, boolean broadcast, RoutingTable routes)
            throws IOException {
        DhcpRequest request = new DhcpRequest(transaction, mac, broadcast);
        boolean withoutWay = !routes.hasDefault();
        try {
            port("-D");
            port("-I");
            if (withoutWay) {
                way("add", asking);
            }
            return network.exchange(request.packet(), MANNER, request::understand);
        } finally {
            if (withoutWay) {
                way("del", asking);
            }
            port("-D");
        }
    }

    /** Without iptables there is no rule of its in the way. */
    private void port(String action) {
        List<String> words = new ArrayList<>(List.of("iptables", action, "INPUT"));
        words.addAll(List.of("-p", "udp", "--dport", Integer.toString(CLIENT_PORT), "-j", "ACCEPT"));
        tools.run(ToolCall.of(words));
    }

    private void way(String action, Interface asking) {
        tools.run(ToolCall.of("ip", "-4", "route", action, "255.255.255.255", "dev", asking.name()));
    }
}
