package io.goalstated.config;

import static io.goalstated.config.Reload.LIVE;
import static io.goalstated.config.Reload.NEXT_GOAL_STATE;
import static io.goalstated.config.Reload.RESTART;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Extensions: whether, when, which and for how long. */
public final class ExtensionKeys {
    private static final ValueType.Seconds COMMAND_TIME = new ValueType.Seconds(1, 86_400);

    public static final ConfigKey<Boolean> ENABLED = ConfigKey.of(
                    "Extensions.Enabled",
                    Types.SWITCH,
                    "y",
                    NEXT_GOAL_STATE,
                    "Run extensions. With n goal states are still read and status is reported, every 300 seconds, and each"
                            + " extension is reported as not processed.")
            .shipped("y");
    public static final ConfigKey<Duration> GOAL_STATE_PERIOD = ConfigKey.of(
            "Extensions.GoalStatePeriod",
            Types.PERIOD,
            "6",
            LIVE,
            "How often to ask for a goal state while nothing changes. 6, which every shipped file says, means the adaptive"
                    + " rhythm: every second for a minute after a change, else a cheap question every 3 seconds (2 in the"
                    + " second minute) and a full one every 15. Any other value replaces the slow periods.");
    public static final ConfigKey<Optional<String>> INITIAL_GOAL_STATE_PERIOD = ConfigKey.withoutEffect(
            "Extensions.InitialGoalStatePeriod",
            "None",
            "Until the first goal state is carried out the agent asks every second anyway.");
    public static final ConfigKey<Boolean> WAIT_FOR_CLOUD_INIT = ConfigKey.of(
            "Extensions.WaitForCloudInit",
            Types.SWITCH,
            "n",
            RESTART,
            "Wait for cloud-init to end before the first extension runs.");
    public static final ConfigKey<Duration> WAIT_FOR_CLOUD_INIT_TIMEOUT = ConfigKey.of(
            "Extensions.WaitForCloudInitTimeout",
            Types.PERIOD,
            "3600",
            RESTART,
            "How long to wait for cloud-init at most.");
    public static final ConfigKey<Integer> MAX_PARALLEL_ENABLE = ConfigKey.of(
            "Extensions.MaxParallelEnable",
            new ValueType.WholeNumber(1, 32),
            "4",
            RESTART,
            "How many handlers that do not depend on one another may be enabled or disabled at once; 1 means strictly one"
                    + " after the other. Install, update and uninstall never overlap.");
    public static final ConfigKey<Boolean> REPORT_FAILED_COMMANDS = ConfigKey.of(
            "Extensions.ReportFailedCommands",
            Types.SWITCH,
            "y",
            NEXT_GOAL_STATE,
            "Report an extension whose command has failed as failed at once, also when it left no status; with n the"
                    + " platform sees it in transition and waits.");
    public static final ConfigKey<Integer> FORCE_UNINSTALL_AFTER = ConfigKey.of(
            "Extensions.ForceUninstallAfter",
            new ValueType.WholeNumber(0, 1000),
            "0",
            NEXT_GOAL_STATE,
            "An extension whose disable command fails cannot be uninstalled. After so many goal states in which that"
                    + " happened, counted since the start, the next one uninstalls it all the same; 0 means never.");
    public static final ConfigKey<Duration> INSTALL_TIMEOUT = timeout("Install", "900");
    public static final ConfigKey<Duration> UPDATE_TIMEOUT = timeout("Update", "900");
    public static final ConfigKey<Duration> ENABLE_TIMEOUT = timeout("Enable", "300");
    public static final ConfigKey<Duration> DISABLE_TIMEOUT = timeout("Disable", "900");
    public static final ConfigKey<Duration> UNINSTALL_TIMEOUT = timeout("Uninstall", "300");
    public static final ConfigKey<Boolean> MANIFEST_LIMITS = ConfigKey.of(
            "Extensions.ManifestLimits",
            Types.SWITCH,
            "y",
            RESTART,
            "Where systemd runs the machine, hold extensions to the limits of processor and memory that they name themselves"
                    + " (resourceLimits of HandlerManifest.json).");
    public static final ConfigKey<Optional<Integer>> CPU_QUOTA = ConfigKey.of(
            "Extensions.CpuQuota",
            new ValueType.OptionalNumber(1, 100_000),
            "None",
            RESTART,
            "Percent of one processor that each extension, with all its processes, may use at most. A lower limit of its own"
                    + " stays.");
    public static final ConfigKey<Optional<Integer>> MEMORY_QUOTA = ConfigKey.of(
            "Extensions.MemoryQuotaMB",
            new ValueType.OptionalNumber(16, 1_000_000),
            "None",
            RESTART,
            "Megabytes that each extension, with all its processes, should use at most: above that the kernel slows it"
                    + " down, and at twice as much it kills. A lower limit of its own stays.");
    public static final ConfigKey<Map<String, OwnLimits>> LIMITS = ConfigKey.of(
            "Extensions.Limits",
            new OwnLimits.ByExtension(),
            "None",
            RESTART,
            "Limits of single extensions, which count in place of all other limits of theirs: Publisher.Type:cpu=50,memory=512"
                    + " gives it half a processor and 512 megabytes, memory=none lifts a limit. Several are separated by"
                    + " semicolons.");
    public static final ConfigKey<String> SIGNATURE_VALIDATION = ConfigKey.of(
            "Extensions.SignatureValidation",
            new ValueType.Choice(List.of("off", "report", "integrity", "enforce")),
            "integrity",
            NEXT_GOAL_STATE,
            "What a package's signature decides. off: nothing is checked. report: everything is checked and shown, nothing is"
                    + " refused. integrity: a package that differs from what was signed, or was signed for another"
                    + " extension, is refused. enforce: a package without a signature that is valid and trusted in every"
                    + " respect is refused.");
    public static final ConfigKey<Optional<String>> TRUST_ANCHORS = ConfigKey.of(
            "Extensions.TrustAnchors",
            Types.OPTIONAL_PATH,
            "None",
            NEXT_GOAL_STATE,
            "A directory of further root certificates for package signatures, owned by root and writable by root only.");
    public static final ConfigKey<String> LOG_DIRECTORY = ConfigKey.of(
            "Extension.LogDir",
            Types.PATH,
            "/var/log/azure",
            RESTART,
            "Where extensions write their logs, each in a directory of its own. Many extensions hard-code the default.");
    public static final ConfigKey<Integer> LOG_MAX_MB = ConfigKey.of(
            "Extension.LogMaxMB",
            new ValueType.WholeNumber(1, 1_000_000),
            "200",
            LIVE,
            "How many megabytes the logs of one extension may take. Above that its oldest files are removed, rotated ones"
                    + " first, never the newest or one that is open.");
    public static final ConfigKey<Integer> MAX_PACKAGE_MB = ConfigKey.of(
            "Extensions.MaxPackageMB",
            new ValueType.WholeNumber(1, 1_000_000),
            "1024",
            LIVE,
            "How many megabytes a package may have. The download of a larger one is broken off, and its extension fails.");
    public static final ConfigKey<Boolean> OVER_PROVISIONING = ConfigKey.of(
            "EnableOverProvisioning",
            Types.SWITCH,
            "y",
            NEXT_GOAL_STATE,
            "Hold extensions back while the platform says that this VM of a scale set may be surplus (onHold).");
    public static final ConfigKey<String> POLICY_FILE = ConfigKey.of(
            "Policy.PolicyFilePath",
            Types.PATH,
            "/etc/waagent_policy.json",
            LIVE,
            "The owner's policy: which extensions may run.");
    public static final ConfigKey<Boolean> FOLLOW_POLICY = ConfigKey.of(
            "Debug.EnableExtensionPolicy",
            Types.SWITCH,
            "y",
            LIVE,
            "Follow the owner's policy where its file is there.");

    static final List<ConfigKey<?>> ALL = List.of(
            ENABLED,
            GOAL_STATE_PERIOD,
            INITIAL_GOAL_STATE_PERIOD,
            WAIT_FOR_CLOUD_INIT,
            WAIT_FOR_CLOUD_INIT_TIMEOUT,
            MAX_PARALLEL_ENABLE,
            REPORT_FAILED_COMMANDS,
            FORCE_UNINSTALL_AFTER,
            INSTALL_TIMEOUT,
            UPDATE_TIMEOUT,
            ENABLE_TIMEOUT,
            DISABLE_TIMEOUT,
            UNINSTALL_TIMEOUT,
            MANIFEST_LIMITS,
            CPU_QUOTA,
            MEMORY_QUOTA,
            LIMITS,
            SIGNATURE_VALIDATION,
            TRUST_ANCHORS,
            LOG_DIRECTORY,
            LOG_MAX_MB,
            MAX_PACKAGE_MB,
            OVER_PROVISIONING,
            POLICY_FILE,
            FOLLOW_POLICY);

    private ExtensionKeys() {}

    private static ConfigKey<Duration> timeout(String command, String seconds) {
        return ConfigKey.of(
                "Extensions." + command + "Timeout",
                COMMAND_TIME,
                seconds,
                NEXT_GOAL_STATE,
                "How many seconds an extension's " + command.toLowerCase(Locale.ROOT)
                        + " command may take before it is killed.");
    }
}
