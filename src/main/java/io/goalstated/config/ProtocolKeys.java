package io.goalstated.config;

import static io.goalstated.config.Reload.LIVE;
import static io.goalstated.config.Reload.RESTART;

import java.util.List;
import java.util.Optional;

/** How the platform is reached. */
public final class ProtocolKeys {
    public static final ConfigKey<String> ENDPOINT_DISCOVERY = ConfigKey.of(
            "Protocol.EndpointDiscovery",
            new ValueType.Choice(List.of("dhcp", "static")),
            "dhcp",
            RESTART,
            "Where the wireserver's address comes from: static is 168.63.129.16 without asking, dhcp also listens to what"
                    + " DHCP said.");
    public static final ConfigKey<Optional<String>> WIRE_SERVER =
            endpoint("Protocol.WireServer", "The wireserver, for test beds. None: the one discovered, port 80.");
    public static final ConfigKey<Optional<String>> HOST_PLUGIN = endpoint(
            "Protocol.HostPlugin", "The host plugin, for test beds. None: the wireserver's address, port 32526.");
    public static final ConfigKey<Optional<String>> IMDS =
            endpoint("Protocol.Imds", "The instance metadata service, for test beds. None: 169.254.169.254, port 80.");
    public static final ConfigKey<Boolean> FAST_TRACK = ConfigKey.of(
            "Debug.EnableFastTrack",
            Types.SWITCH,
            "y",
            RESTART,
            "Also take goal states from the host plugin's faster channel.");
    public static final ConfigKey<Optional<String>> PROXY_HOST = ConfigKey.of(
            "HttpProxy.Host",
            Types.OPTIONAL_TEXT,
            "None",
            LIVE,
            "A proxy for downloads and uploads of storage. Never used for the wireserver, the host plugin and the metadata"
                    + " service. Wins over proxy variables of the environment.");
    public static final ConfigKey<Optional<Integer>> PROXY_PORT = ConfigKey.of(
            "HttpProxy.Port",
            new ValueType.OptionalNumber(1, 65_535),
            "None",
            LIVE,
            "The proxy's port; needed with HttpProxy.Host.");
    public static final ConfigKey<Optional<String>> PROXY_CREDENTIAL_FILE = ConfigKey.of(
            "HttpProxy.CredentialFile",
            Types.OPTIONAL_PATH,
            "None",
            LIVE,
            "A file with user:password for the proxy, readable by root only (mode 0600).");

    static final List<ConfigKey<?>> ALL = List.of(
            ENDPOINT_DISCOVERY,
            WIRE_SERVER,
            HOST_PLUGIN,
            IMDS,
            FAST_TRACK,
            PROXY_HOST,
            PROXY_PORT,
            PROXY_CREDENTIAL_FILE);

    private ProtocolKeys() {}

    private static ConfigKey<Optional<String>> endpoint(String name, String text) {
        return ConfigKey.of(name, Types.ENDPOINT, "None", RESTART, text);
    }
}
