package io.goalstated.config;

import static io.goalstated.config.Reload.LIVE;
import static io.goalstated.config.Reload.RESTART;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Preparing a fresh VM: users, SSH, host name, custom data. */
public final class ProvisioningKeys {
    public static final ConfigKey<String> AGENT = ConfigKey.of(
                    "Provisioning.Agent",
                    new ValueType.Choice(List.of("auto", "goalstated", "waagent", "cloud-init", "disabled")),
                    "auto",
                    RESTART,
                    "Who prepares a fresh VM. auto: cloud-init where it is installed and enabled, else this agent. goalstated"
                            + " and waagent mean the same.")
            .shipped("auto");
    public static final ConfigKey<Boolean> DELETE_ROOT_PASSWORD = flag(
                    "Provisioning.DeleteRootPassword", "n", "Lock the root account's password.")
            .shipped("y");
    public static final ConfigKey<Boolean> REGENERATE_HOST_KEYS = flag(
                    "Provisioning.RegenerateSshHostKeyPair", "n", "Make fresh SSH host keys.")
            .shipped("y");
    public static final ConfigKey<String> HOST_KEY_TYPE = ConfigKey.of(
                    "Provisioning.SshHostKeyPairType",
                    new ValueType.Choice(List.of("rsa", "dsa", "ecdsa", "ed25519", "auto")),
                    "rsa",
                    RESTART,
                    "The type of host key that is made and reported; auto makes all that ssh-keygen knows.")
            .shipped("rsa");
    public static final ConfigKey<Boolean> MONITOR_HOST_NAME = ConfigKey.of(
                    "Provisioning.MonitorHostName",
                    Types.SWITCH,
                    "n",
                    LIVE,
                    "Watch the host name and publish a change by DHCP.")
            .shipped("y");
    public static final ConfigKey<Duration> MONITOR_HOST_NAME_PERIOD = ConfigKey.of(
            "Provisioning.MonitorHostNamePeriod", Types.PERIOD, "30", LIVE, "How often the host name is looked at.");
    public static final ConfigKey<Boolean> DECODE_CUSTOM_DATA = flag(
                    "Provisioning.DecodeCustomData", "n", "Decode custom data from base64 before it is stored.")
            .shipped("n");
    public static final ConfigKey<Boolean> EXECUTE_CUSTOM_DATA = flag(
                    "Provisioning.ExecuteCustomData", "n", "Run custom data as a program once the VM is prepared.")
            .shipped("n");
    public static final ConfigKey<Duration> CUSTOM_DATA_TIMEOUT = ConfigKey.of(
            "Provisioning.CustomDataTimeout", Types.PERIOD, "1200", RESTART, "How long custom data may run.");
    public static final ConfigKey<Boolean> FAIL_ON_CUSTOM_DATA_ERROR =
            flag("Provisioning.FailOnCustomDataError", "n", "A failure of custom data is one of the provisioning.");
    public static final ConfigKey<Boolean> KEEP_CUSTOM_DATA =
            flag("Provisioning.KeepCustomDataInOvf", "n", "Leave custom data in the stored ovf-env.xml.");
    public static final ConfigKey<String> PASSWORD_CRYPT_ID = ConfigKey.of(
            "Provisioning.PasswordCryptId",
            new ValueType.Choice(List.of("1", "5", "6")),
            "6",
            RESTART,
            "How passwords are hashed: 6 is SHA-512, 5 is SHA-256, 1 is MD5. Extensions read this key too.");
    public static final ConfigKey<Integer> PASSWORD_SALT_LENGTH = ConfigKey.of(
            "Provisioning.PasswordCryptSaltLength",
            new ValueType.WholeNumber(1, 16),
            "10",
            RESTART,
            "Characters of random salt in a password's hash. Extensions read this key too.");
    public static final ConfigKey<Boolean> RESET_SYSTEM_USER = flag(
                    "Provisioning.AllowResetSysUser",
                    "n",
                    "Allow the VM's user to be one of the system's own accounts.")
            .shipped("n");
    public static final ConfigKey<Optional<String>> USER_GROUPS = ConfigKey.of(
            "Provisioning.UserGroups",
            Types.OPTIONAL_TEXT,
            "None",
            RESTART,
            "Further groups of the VM's user, separated by commas.");
    public static final ConfigKey<String> HEALTH_ENDPOINT = ConfigKey.of(
            "Provisioning.HealthEndpoint",
            new ValueType.Choice(List.of("wire", "json")),
            "wire",
            RESTART,
            "Where the progress of provisioning is reported.");
    public static final ConfigKey<String> FINGERPRINT_HASH = ConfigKey.of(
            "Provisioning.FingerprintHash",
            new ValueType.Choice(List.of("sha256", "md5")),
            "sha256",
            RESTART,
            "How the fingerprint of the reported host key is made.");
    public static final ConfigKey<String> DVD_MOUNT_POINT = ConfigKey.of(
            "DVD.MountPoint",
            Types.PATH,
            "/mnt/cdrom/secure",
            RESTART,
            "Where the provisioning DVD is mounted for a moment.");

    static final List<ConfigKey<?>> ALL = List.of(
            AGENT,
            DELETE_ROOT_PASSWORD,
            REGENERATE_HOST_KEYS,
            HOST_KEY_TYPE,
            MONITOR_HOST_NAME,
            MONITOR_HOST_NAME_PERIOD,
            DECODE_CUSTOM_DATA,
            EXECUTE_CUSTOM_DATA,
            CUSTOM_DATA_TIMEOUT,
            FAIL_ON_CUSTOM_DATA_ERROR,
            KEEP_CUSTOM_DATA,
            PASSWORD_CRYPT_ID,
            PASSWORD_SALT_LENGTH,
            RESET_SYSTEM_USER,
            USER_GROUPS,
            HEALTH_ENDPOINT,
            FINGERPRINT_HASH,
            DVD_MOUNT_POINT);

    private ProvisioningKeys() {}

    private static ConfigKey<Boolean> flag(String name, String defaultText, String text) {
        return ConfigKey.of(name, Types.SWITCH, defaultText, RESTART, text);
    }
}
