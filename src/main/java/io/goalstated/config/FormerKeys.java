package io.goalstated.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys of WALinuxAgent, also of old versions, that mean nothing here: known, so that a shipped file gives no warning. */
final class FormerKeys {
    private static final String SELF_UPDATE =
            "This agent comes as a package of the distribution and never updates itself.";
    private static final String GONE = "Means nothing to WALinuxAgent any more either.";
    private static final String RDMA = "RDMA drivers are not installed by this agent.";

    static final List<ConfigKey<?>> ALL = all();

    private FormerKeys() {}

    private static List<ConfigKey<?>> all() {
        List<ConfigKey<?>> keys = new ArrayList<>();
        add(keys, "AutoUpdate.UpdateToLatestVersion", "y", SELF_UPDATE);
        add(keys, "AutoUpdate.Enabled", "y", SELF_UPDATE + " Your package manager can hold a version back.");
        add(keys, "AutoUpdate.GAFamily", "Prod", SELF_UPDATE);
        add(keys, "Autoupdate.Frequency", "3600", SELF_UPDATE);
        add(keys, "Debug.SelfUpdateHotfixFrequency", "14400", SELF_UPDATE);
        add(keys, "Debug.SelfUpdateRegularFrequency", "86400", SELF_UPDATE);
        add(keys, "Debug.AutoUpdateHotfixFrequency", "14400", SELF_UPDATE);
        add(keys, "Debug.AutoUpdateNormalFrequency", "86400", SELF_UPDATE);
        add(keys, "Debug.EnableGAVersioning", "y", SELF_UPDATE);
        add(keys, "Debug.EnableRsmDowngrade", "n", SELF_UPDATE);
        keys.add(ConfigKey.withoutEffect("Debug.EnableSignatureValidation", "n", "Signatures are checked by default.")
                .deprecatedFor("Extensions.SignatureValidation"));
        add(keys, "Debug.EnableCgroupV2ResourceLimiting", "y", "Limits are used wherever the machine has them.");
        add(keys, "Debug.FirewallRulesLogPeriod", "86400", GONE);
        add(keys, "CGroups.Enabled", "y", GONE);
        add(keys, "CGroups.EnforceLimits", "n", GONE);
        add(keys, "CGroups.Excluded", "customscript,runcommand", GONE);
        add(keys, "OS.OpensslPath", "/usr/bin/openssl", "This agent needs no openssl; extensions read the key.");
        add(keys, "OS.AllowHTTP", "n", "Packages are never fetched without TLS from anywhere but the host itself.");
        add(keys, "OS.EnableRDMA", "n", RDMA);
        add(keys, "OS.UpdateRdmaDriver", "n", RDMA);
        add(keys, "OS.CheckRdmaDriver", "n", RDMA);
        add(keys, "OS.SshdConfigPath", "None", "Only one appliance vendor's WALinuxAgent knows it.");
        add(keys, "DetectScvmmEnv", "n", "System Center is not supported.");
        add(keys, "ResourceDisk.EnableSwapEncryption", "n", "Only FreeBSD has it.");
        add(keys, "Provisioning.Enabled", "None", "Provisioning.Agent says it now.");
        add(keys, "Provisioning.UseCloudInit", "None", "Provisioning.Agent says it now.");
        keys.add(ConfigKey.withoutEffect("Home.Dir", "/home", "Old sample files say so; nobody ever read it.")
                .deprecatedFor("OS.HomeDir"));
        add(keys, "LBProbeResponder", "y", GONE);
        add(keys, "Role.StateConsumer", "None", GONE);
        add(keys, "Role.ConfigurationConsumer", "None", GONE);
        add(keys, "Role.TopologyConsumer", "None", GONE);
        return List.copyOf(keys);
    }

    private static void add(List<ConfigKey<?>> keys, String name, String defaultText, String text) {
        ConfigKey<Optional<String>> key = ConfigKey.withoutEffect(name, defaultText, text);
        keys.add(key);
    }
}
