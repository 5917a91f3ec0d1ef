package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigKey;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.config.ProtocolKeys;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.config.SystemKeys;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.ResourceLimits;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.ConfigurationInForce;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import io.goalstated.polling.OldFormats;
import io.goalstated.polling.PollingSettings;
import io.goalstated.report.ReportRules;
import io.goalstated.supervise.ResourceControl;
import io.goalstated.supervise.Rules;
import io.goalstated.telemetry.TelemetryLevel;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent is started with, and what its configuration means for each part.
 *
 * @param root where {@code /} is
 * @param inForce the configuration, which may change while the agent runs
 * @param configurationFile as the owner knows it, for messages
 * @param inherited the environment that handlers start from
 * @param discovered the wireserver's address, where it is not the known one and no configuration names it
 * @param media where the provisioning document is, when it is not to be searched
 */
public record Setup(
        SystemRoot root,
        ConfigurationInForce inForce,
        String configurationFile,
        Map<String, String> inherited,
        AgentVersion version,
        Optional<String> discovered,
        Optional<Path> media) {
    /**
     * A system property: a scratch directory is tended as if it were the machine, by whoever it belongs to. No program of the
     * machine is run for it. For the training of the class archive, which is to know all that a daemon does.
     */
    public static final String REHEARSAL = "goalstated.rehearsal";

    private static final int WIRE_SERVER_PORT = 80;
    private static final int HOST_PLUGIN_PORT = 32526;

    public Setup {
        inherited = Map.copyOf(inherited);
    }

    /** With the wireserver at the known address, or where the configuration says. */
    public Setup(
            SystemRoot root,
            Configuration configuration,
            String configurationFile,
            Map<String, String> inherited,
            AgentVersion version) {
        this(
                root,
                new ConfigurationInForce(configuration),
                configurationFile,
                inherited,
                version,
                Optional.empty(),
                Optional.empty());
    }

    /** As it is now; who wants to notice a change asks again. */
    public Configuration configuration() {
        return inForce.current();
    }

    Setup with(String wireServer) {
        return new Setup(root, inForce, configurationFile, inherited, version, Optional.of(wireServer), media);
    }

    /** Whether the wireserver may be elsewhere than at the known address (spec 01 §1.2). */
    boolean discovers() {
        return configuration().get(ProtocolKeys.ENDPOINT_DISCOVERY).equals("dhcp")
                && configuration().get(ProtocolKeys.WIRE_SERVER).isEmpty();
    }

    Path libDirectory() {
        return root.resolve(configuration().get(AgentKeys.LIBRARY_DIRECTORY));
    }

    Path logDirectory() {
        return root.resolve(configuration().get(ExtensionKeys.LOG_DIRECTORY));
    }

    HandlerLayout layout(HandlerName handler, VersionNumber version) {
        return new HandlerLayout(libDirectory(), logDirectory(), handler, version);
    }

    /** Whether the machine is this agent's to look after. One in a scratch directory has none, nor has a user's. */
    boolean tends() {
        return Boolean.getBoolean(REHEARSAL) || (root.isReal() && ProcessOwner.number() == 0);
    }

    /** Whether this agent prepares the machine. A guest only says that it is ready where nobody prepares the VM. */
    boolean provisions() {
        return tends() || configuration().get(ProvisioningKeys.AGENT).equals("disabled");
    }

    /** Whether extensions wait for cloud-init: there is one on a machine of its own only. */
    boolean waitsForCloudInit() {
        return root.isReal() && configuration().get(ExtensionKeys.WAIT_FOR_CLOUD_INIT);
    }

    /** Whether the console is told of the preparation of the VM. */
    boolean echoes() {
        return root.isReal() && configuration().get(AgentKeys.CONSOLE);
    }

    Path controlSocket() {
        return root.resolve("/run/goalstated/control.sock");
    }

    Endpoints endpoints() {
        return discovered
                .map(Endpoints::at)
                .orElse(Endpoints.known())
                .with(
                        endpoint(ProtocolKeys.WIRE_SERVER, WIRE_SERVER_PORT),
                        endpoint(ProtocolKeys.HOST_PLUGIN, HOST_PLUGIN_PORT),
                        endpoint(ProtocolKeys.IMDS, WIRE_SERVER_PORT));
    }

    private Optional<Endpoint> endpoint(ConfigKey<Optional<String>> key, int defaultPort) {
        return configuration().get(key).flatMap(text -> Endpoint.parse(text, defaultPort));
    }

    /** What handlers start from; on a FIPS machine OpenSSL's own word for it is added (spec 03 §2.2). */
    Map<String, String> handlerEnvironment() {
        if (!configuration().get(SystemKeys.ENABLE_FIPS)) {
            return inherited;
        }
        Map<String, String> environment = new HashMap<>(inherited);
        environment.put("OPENSSL_FIPS", "1");
        return Map.copyOf(environment);
    }

    Duration goalStatePeriod() {
        return configuration().get(ExtensionKeys.GOAL_STATE_PERIOD);
    }

    /** In bytes. */
    long largestPackage() {
        return (long) configuration().get(ExtensionKeys.MAX_PACKAGE_MB) << 20;
    }

    TelemetryLevel telemetryLevel() {
        return TelemetryLevel.parse(configuration().get(AgentKeys.TELEMETRY_LEVEL));
    }

    /** How often the events of extensions are collected. */
    Duration eventPeriod() {
        return configuration().get(AgentKeys.TELEMETRY_PERIOD);
    }

    boolean extensionsEnabled() {
        return configuration().get(ExtensionKeys.ENABLED);
    }

    ReportRules reporting() {
        return ReportRules.of(
                goalStatePeriod(), extensionsEnabled(), configuration().get(ExtensionKeys.REPORT_FAILED_COMMANDS));
    }

    boolean heedHold() {
        return configuration().get(ExtensionKeys.OVER_PROVISIONING);
    }

    PollingSettings polling() {
        return PollingSettings.of(
                goalStatePeriod().toSeconds(),
                extensionsEnabled(),
                configuration().get(ProtocolKeys.FAST_TRACK),
                heedHold());
    }

    /** Reads what the kernel says at this moment. */
    OldFormats oldFormats(Disk disk) throws IOException {
        return OldFormats.of(
                disk.readText(root.resolve("/proc/sys/crypto/fips_enabled"), 16),
                configuration().get(AgentKeys.FIPS_STRICT));
    }

    ResourceControl.Owner limits() {
        return new ResourceControl.Owner(
                configuration().get(ExtensionKeys.MANIFEST_LIMITS),
                new ResourceLimits(
                        configuration().get(ExtensionKeys.CPU_QUOTA).map(Integer::doubleValue),
                        configuration().get(ExtensionKeys.MEMORY_QUOTA).map(Integer::longValue)),
                configuration().get(ExtensionKeys.LIMITS));
    }

    Rules supervision() {
        Map<CommandKind, Duration> timeouts = new EnumMap<>(CommandKind.class);
        timeouts.put(CommandKind.INSTALL, configuration().get(ExtensionKeys.INSTALL_TIMEOUT));
        timeouts.put(CommandKind.UPDATE, configuration().get(ExtensionKeys.UPDATE_TIMEOUT));
        timeouts.put(CommandKind.ENABLE, configuration().get(ExtensionKeys.ENABLE_TIMEOUT));
        timeouts.put(CommandKind.DISABLE, configuration().get(ExtensionKeys.DISABLE_TIMEOUT));
        timeouts.put(CommandKind.UNINSTALL, configuration().get(ExtensionKeys.UNINSTALL_TIMEOUT));
        return new Rules(
                heedHold(),
                configuration().get(ExtensionKeys.MAX_PARALLEL_ENABLE),
                configuration().get(ExtensionKeys.FORCE_UNINSTALL_AFTER),
                timeouts);
    }
}
