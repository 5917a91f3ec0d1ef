package io.goalstated.event;

/**
 * What an event is about. The spelling is the platform's: dashboards go by it (spec 04 §4.1). Those that stay when the
 * owner wants only what is required say so: heartbeats, results of extensions' operations, updates and security (OPS-75).
 */
public enum Operation {
    ACTIVATE_RESOURCE_DISK("ActivateResourceDisk"),
    AGENT_DISABLED("AgentDisabled", true),
    AGENT_ENABLED("AgentEnabled", true),
    AGENT_MEMORY("AgentMemory"),
    AGENT_UPGRADE("AgentUpgrade", true),
    ARTIFACTS_PROFILE_BLOB("ArtifactsProfileBlob"),
    CGROUPS_CLEAN_UP("CGroupsCleanUp"),
    CGROUPS_DISABLED("CGroupsDisabled"),
    CGROUPS_INFO("CGroupsInfo"),
    CLOUD_INIT("CloudInit"),
    COLLECT_EVENT_ERRORS("CollectEventErrors"),
    COLLECT_EVENT_UNICODE_ERRORS("CollectEventUnicodeErrors"),
    CONFIGURATION_CHANGE("ConfigurationChange"),
    CUSTOM_DATA("CustomData"),
    DEFAULT_CHANNEL_CHANGE("DefaultChannelChange"),
    DEPLOY("Deploy"),
    DISABLE("Disable", true),
    DOWNGRADE("Downgrade", true),
    DOWNLOAD("Download", true),
    ENABLE("Enable", true),
    EXTENSION_HANDLER_MANIFEST("ExtensionHandlerManifest"),
    EXTENSION_POLICY("ExtensionPolicy", true),
    EXTENSION_PROCESSING("ExtensionProcessing", true),
    EXTENSION_RESOURCE_GOVERNANCE("ExtensionResourceGovernance"),
    EXTENSION_SIGNED("ExtensionSigned", true),
    EXTENSION_TELEMETRY_EVENT_PROCESSING("ExtensionTelemetryEventProcessing"),
    FETCH_GOAL_STATE("FetchGoalState"),
    FIREWALL("Firewall", true),
    GOAL_STATE("GoalState"),
    GOAL_STATE_CERTIFICATES("GoalStateCertificates", true),
    GOAL_STATE_UNSUPPORTED_FEATURES("GoalStateUnsupportedFeatures"),
    HEALTH_CHECK("HealthCheck"),
    HEALTH_OBSERVATION("HealthObservation"),
    HEART_BEAT("HeartBeat", true),
    HOSTNAME_PUBLISHING("HostnamePublishing"),
    HOST_PLUGIN("HostPlugin"),
    HOST_PLUGIN_HEARTBEAT("HostPluginHeartbeat"),
    HOST_PLUGIN_HEARTBEAT_EXTENDED("HostPluginHeartbeatExtended"),
    HTTP_ERRORS("HttpErrors"),
    HTTP_GET("HttpGet"),
    IMDS_HEARTBEAT("ImdsHeartbeat"),
    INITIALIZE_HOST_PLUGIN("InitializeHostPlugin"),
    INSTALL("Install", true),
    INVALID_EXTENSION_CONFIG("InvalidExtensionConfig", true),
    LOG("Log"),
    LOG_COLLECTION("LogCollection"),
    NO_EXEC("NoExec"),
    OPEN_SSL("OpenSsl"),
    OS_INFO("OSInfo"),
    PACKAGE_SIGNATURE_RESULT("PackageSignatureResult", true),
    PACKAGE_SIGNING_INFO_RESULT("PackageSigningInfoResult", true),
    PERSIST_FIREWALL_RULES("PersistFirewallRules", true),
    PLUGIN_SETTINGS_VERSION_MISMATCH("PluginSettingsVersionMismatch"),
    POLICY("Policy", true),
    PROTOCOL_ENDPOINT("ProtocolEndpoint"),
    PROVISION("Provision"),
    PROVISION_AFTER_EXTENSIONS("ProvisionAfterExtensions"),
    PROVISION_GUEST_AGENT("ProvisionGuestAgent"),
    REMOTE_ACCESS_HANDLING("RemoteAccessHandling", true),
    REPORT_EVENT_ERRORS("ReportEventErrors"),
    REPORT_EVENT_UNICODE_ERRORS("ReportEventUnicodeErrors"),
    REPORT_STATUS("ReportStatus"),
    REPORT_STATUS_EXTENDED("ReportStatusExtended"),
    REQUESTED_STATE_DISABLED("RequestedStateDisabled"),
    REQUESTED_VERSION_MISMATCH("RequestedVersionMismatch"),
    RESET_FIREWALL("ResetFirewall", true),
    RESTART("Restart", true),
    SET_CGROUPS_LIMITS("SetCGroupsLimits"),
    SIGNATURE_VALIDATION("SignatureValidation", true),
    SKIP_UPDATE("SkipUpdate"),
    STATUS_PROCESSING("StatusProcessing"),
    UNHANDLED_ERROR("UnhandledError"),
    UNINSTALL("UnInstall", true),
    UNKNOWN("Unknown"),
    UPDATE("Update", true),
    VM_SETTINGS("VmSettings"),
    VM_SETTINGS_SUMMARY("VmSettingsSummary");

    private final String text;
    private final boolean required;

    Operation(String text) {
        this(text, false);
    }

    Operation(String text, boolean required) {
        this.text = text;
        this.required = required;
    }

    /** The operation of that spelling; {@link #UNKNOWN} when there is none. */
    public static Operation named(String text) {
        for (Operation operation : values()) {
            if (operation.text.equals(text)) {
                return operation;
            }
        }
        return UNKNOWN;
    }

    /** As it is sent. */
    public String text() {
        return text;
    }

    public boolean isRequired() {
        return required;
    }
}
