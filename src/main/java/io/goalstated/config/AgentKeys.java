package io.goalstated.config;

import static io.goalstated.config.Reload.LIVE;
import static io.goalstated.config.Reload.RESTART;

import java.time.Duration;
import java.util.List;

/** The agent itself: its places, its end, its logs, what it tells and what it may use. */
public final class AgentKeys {
    private static final ValueType.WholeNumber MEGABYTES = new ValueType.WholeNumber(1, 1_000_000);

    public static final ConfigKey<String> LIBRARY_DIRECTORY = ConfigKey.of(
            "Lib.Dir",
            Types.PATH,
            "/var/lib/waagent",
            RESTART,
            "Where the state and the extensions are. Many extensions hard-code the default.");
    public static final ConfigKey<String> PID_FILE =
            ConfigKey.of("Pid.File", Types.PATH, "/var/run/waagent.pid", RESTART, "Holds the daemon's process id.");
    public static final ConfigKey<Duration> GRACE_PERIOD = ConfigKey.of(
            "Shutdown.GracePeriod",
            new ValueType.Seconds(0, 80),
            "30",
            LIVE,
            "How long a stop may take to bring the books of what runs to a durable state. What runs goes on running.");
    public static final ConfigKey<Boolean> VERBOSE = ConfigKey.of(
                    "Logs.Verbose", Types.SWITCH, "n", LIVE, "Log every step, for looking into a problem.")
            .shipped("n");
    public static final ConfigKey<Boolean> CONSOLE = ConfigKey.of(
            "Logs.Console",
            Types.SWITCH,
            "y",
            RESTART,
            "Also write to the machine's console while the VM is provisioned.");
    public static final ConfigKey<String> LOG_FORMAT = ConfigKey.of(
            "Logs.Format",
            new ValueType.Choice(List.of("text", "json")),
            "text",
            LIVE,
            "The form of a line on standard error (the journal). The log file is plain text always: extensions read it.");
    public static final ConfigKey<String> LOG_FILE = ConfigKey.of(
            "Logs.File",
            Types.PATH,
            "/var/log/waagent.log",
            RESTART,
            "The log file. Extensions read and write the default.");
    public static final ConfigKey<Integer> LOG_MAX_SIZE_MB = ConfigKey.of(
            "Logs.MaxSizeMB", MEGABYTES, "20", LIVE, "Above so many megabytes the log file is put aside, compressed.");
    public static final ConfigKey<Integer> LOG_MAX_FILES = ConfigKey.of(
            "Logs.MaxFiles",
            new ValueType.WholeNumber(1, 1_000),
            "10",
            LIVE,
            "How many compressed log files are kept.");
    public static final ConfigKey<Integer> LOG_MAX_TOTAL_MB = ConfigKey.of(
            "Logs.MaxTotalMB", MEGABYTES, "200", LIVE, "How many megabytes all log files may take together.");
    public static final ConfigKey<Boolean> COLLECT_LOGS = ConfigKey.of(
            "Logs.Collect",
            Types.SWITCH,
            "y",
            LIVE,
            "Now and then collect logs, without their secrets, and give them to the platform for support. On command they"
                    + " are collected always: goalstated collect-logs.");
    public static final ConfigKey<Duration> COLLECT_PERIOD = ConfigKey.of(
            "Logs.CollectPeriod",
            Types.PERIOD,
            "3600",
            LIVE,
            "How long after one collection of logs the next one begins.");
    public static final ConfigKey<Duration> COLLECT_DELAY = ConfigKey.of(
            "Debug.LogCollectorInitialDelay",
            Types.PERIOD,
            "300",
            RESTART,
            "How long after the start logs are collected first, once there is a goal state.");
    public static final ConfigKey<String> TELEMETRY_LEVEL = ConfigKey.of(
            "Telemetry.Level",
            new ValueType.Choice(List.of("full", "required", "off")),
            "full",
            LIVE,
            "Which events are sent to the platform: all, only what is required (heartbeats, results of extensions'"
                    + " operations, updates, security), or none. Support by Azure may be degraded by less than all.");
    public static final ConfigKey<Duration> TELEMETRY_PERIOD = ConfigKey.of(
            "Debug.EtpCollectionPeriod",
            Types.PERIOD,
            "300",
            LIVE,
            "How often the events of extensions are collected.");
    public static final ConfigKey<Boolean> FIPS_STRICT = ConfigKey.of(
            "Fips.Strict",
            Types.SWITCH,
            "n",
            RESTART,
            "On a FIPS machine also refuse the old algorithms that the platform protects certificates with.");
    public static final ConfigKey<Boolean> NETWORK_CHANGES = ConfigKey.of(
            "Monitor.NetworkConfigurationChanges",
            Types.SWITCH,
            "n",
            LIVE,
            "Log every interface and route that comes or goes, looked for each minute; n logs them once at start.");
    public static final ConfigKey<Duration> CGROUP_CHECK_PERIOD = ConfigKey.of(
            "Debug.CgroupCheckPeriod",
            Types.PERIOD,
            "300",
            LIVE,
            "How often use of processor and memory is measured and the agent's own cgroup looked at.");
    public static final ConfigKey<Boolean> CGROUP_LOG_METRICS =
            ConfigKey.of("Debug.CgroupLogMetrics", Types.SWITCH, "n", LIVE, "Also log what was measured.");
    public static final ConfigKey<Boolean> CGROUP_PROCESS_CHECK = ConfigKey.of(
            "Debug.CgroupDisableOnProcessCheckFailure",
            Types.SWITCH,
            "y",
            LIVE,
            "Lift the agent's processor quota while a foreign process is in its cgroup.");
    public static final ConfigKey<Boolean> CGROUP_QUOTA_CHECK = ConfigKey.of(
            "Debug.CgroupDisableOnQuotaCheckFailure",
            Types.SWITCH,
            "y",
            LIVE,
            "Lift the agent's processor quota when it slows the agent down for longer than that, as the next key says.");
    public static final ConfigKey<Integer> CPU_QUOTA = ConfigKey.of(
            "Debug.AgentCpuQuota",
            new ValueType.WholeNumber(1, 10_000),
            "50",
            LIVE,
            "The agent's processor quota in percent of one processor, in force once it is ready.");
    public static final ConfigKey<Duration> CPU_THROTTLED_THRESHOLD = ConfigKey.of(
            "Debug.AgentCpuThrottledTimeThreshold",
            Types.PERIOD,
            "120",
            LIVE,
            "How long its quota may hold the agent up between two checks before it is lifted.");
    public static final ConfigKey<Boolean> MEMORY_CHECK = ConfigKey.of(
            "Debug.EnableAgentMemoryUsageCheck",
            Types.SWITCH,
            "n",
            LIVE,
            "Restart the agent when it uses more than Debug.AgentMemoryQuota.");
    public static final ConfigKey<Integer> MEMORY_QUOTA = ConfigKey.of(
            "Debug.AgentMemoryQuota",
            new ValueType.WholeNumber(0, Integer.MAX_VALUE),
            "268435456",
            LIVE,
            "Bytes that the agent may use, looked at with Debug.EnableAgentMemoryUsageCheck=y only. Less than 134217728"
                    + " counts as that.");

    static final List<ConfigKey<?>> ALL = List.of(
            LIBRARY_DIRECTORY,
            PID_FILE,
            GRACE_PERIOD,
            VERBOSE,
            CONSOLE,
            LOG_FORMAT,
            LOG_FILE,
            LOG_MAX_SIZE_MB,
            LOG_MAX_FILES,
            LOG_MAX_TOTAL_MB,
            COLLECT_LOGS,
            COLLECT_PERIOD,
            COLLECT_DELAY,
            TELEMETRY_LEVEL,
            TELEMETRY_PERIOD,
            FIPS_STRICT,
            NETWORK_CHANGES,
            CGROUP_CHECK_PERIOD,
            CGROUP_LOG_METRICS,
            CGROUP_PROCESS_CHECK,
            CGROUP_QUOTA_CHECK,
            CPU_QUOTA,
            CPU_THROTTLED_THRESHOLD,
            MEMORY_CHECK,
            MEMORY_QUOTA);

    private AgentKeys() {}
}
