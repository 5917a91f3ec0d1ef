package io.goalstated.config;

import static io.goalstated.config.Reload.LIVE;
import static io.goalstated.config.Reload.RESTART;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The machine around the agent: resource disk, firewall, network, disks. */
public final class SystemKeys {
    public static final ConfigKey<Boolean> FORMAT_RESOURCE_DISK = ConfigKey.of(
                    "ResourceDisk.Format",
                    Types.SWITCH,
                    "n",
                    RESTART,
                    "Prepare and mount the resource disk; with n it is left alone.")
            .shipped("y");
    public static final ConfigKey<String> RESOURCE_DISK_FILE_SYSTEM = ConfigKey.of(
                    "ResourceDisk.Filesystem", Types.TEXT, "ext4", RESTART, "The resource disk's file system.")
            .shipped("ext4");
    public static final ConfigKey<String> RESOURCE_DISK_MOUNT_POINT = ConfigKey.of(
                    "ResourceDisk.MountPoint",
                    Types.PATH,
                    "/mnt/resource",
                    RESTART,
                    "Where the resource disk is mounted.")
            .shipped("/mnt/resource");
    public static final ConfigKey<Optional<String>> RESOURCE_DISK_MOUNT_OPTIONS = ConfigKey.of(
                    "ResourceDisk.MountOptions",
                    Types.OPTIONAL_TEXT,
                    "None",
                    RESTART,
                    "Options for mounting it, separated by commas.")
            .shipped("None");
    public static final ConfigKey<Boolean> ENABLE_SWAP = ConfigKey.of(
                    "ResourceDisk.EnableSwap",
                    Types.SWITCH,
                    "n",
                    RESTART,
                    "Make and use a swap file on the resource disk.")
            .shipped("n");
    public static final ConfigKey<Integer> SWAP_SIZE_MB = ConfigKey.of(
                    "ResourceDisk.SwapSizeMB",
                    new ValueType.WholeNumber(0, Integer.MAX_VALUE),
                    "0",
                    RESTART,
                    "Megabytes of that swap file.")
            .shipped("0");
    public static final ConfigKey<Boolean> NEVER_DESTROY_NTFS = ConfigKey.of(
            "ResourceDisk.NeverDestroyNtfs",
            Types.SWITCH,
            "n",
            RESTART,
            "Never format a resource disk that holds an NTFS file system, even an empty one.");
    public static final ConfigKey<Boolean> ENABLE_FIREWALL = ConfigKey.of(
                    "OS.EnableFirewall",
                    Types.SWITCH,
                    "n",
                    LIVE,
                    "Let only root reach the wireserver, so that no other user reads the VM's goal state.")
            .shipped("y");
    public static final ConfigKey<Duration> FIREWALL_PERIOD = ConfigKey.of(
                    "OS.EnableFirewallPeriod",
                    Types.PERIOD,
                    "300",
                    LIVE,
                    "How often the firewall rules are looked at and repaired.")
            .shipped("30");
    public static final ConfigKey<String> FIREWALL_IMDS = ConfigKey.of(
            "Firewall.Imds",
            new ValueType.Choice(List.of("open", "root")),
            "open",
            LIVE,
            "Who may reach the instance metadata service: everybody, or root only.");
    public static final ConfigKey<Optional<String>> FIREWALL_ALLOW_UIDS = ConfigKey.of(
            "Firewall.AllowUids",
            Types.OPTIONAL_TEXT,
            "None",
            LIVE,
            "Numbers of users besides root that the firewall lets through, separated by commas.");
    public static final ConfigKey<Boolean> ENABLE_FIPS = ConfigKey.of(
                    "OS.EnableFIPS",
                    Types.SWITCH,
                    "n",
                    RESTART,
                    "Put OPENSSL_FIPS=1 into the environment of extensions.")
            .shipped("n");
    public static final ConfigKey<Optional<Integer>> SCSI_TIMEOUT = ConfigKey.of(
                    "OS.RootDeviceScsiTimeout",
                    new ValueType.OptionalNumber(1, 86_400),
                    "None",
                    LIVE,
                    "Seconds that the root disk may take to answer; None leaves the kernel's own.")
            .shipped("300");
    public static final ConfigKey<Duration> SCSI_TIMEOUT_PERIOD = ConfigKey.of(
            "OS.RootDeviceScsiTimeoutPeriod", Types.PERIOD, "30", LIVE, "How often that time-out is set again.");
    public static final ConfigKey<Duration> NET_RULES_PERIOD = ConfigKey.of(
            "OS.RemovePersistentNetRulesPeriod",
            Types.PERIOD,
            "30",
            LIVE,
            "How often udev's rules that bind a name to an old network interface are removed.");
    public static final ConfigKey<Duration> DHCP_CLIENT_PERIOD = ConfigKey.of(
            "OS.MonitorDhcpClientRestartPeriod",
            Types.PERIOD,
            "30",
            LIVE,
            "How often the DHCP client is looked at, to set the route again when it was restarted.");
    public static final ConfigKey<String> SSH_DIRECTORY = ConfigKey.of(
                    "OS.SshDir", Types.PATH, "/etc/ssh", RESTART, "Where SSH's keys and configuration are.")
            .shipped("/etc/ssh");
    public static final ConfigKey<Integer> SSH_ALIVE_INTERVAL = ConfigKey.of(
            "OS.SshClientAliveInterval",
            new ValueType.WholeNumber(0, 86_400),
            "180",
            RESTART,
            "Seconds after which sshd asks a silent client whether it is still there.");
    public static final ConfigKey<String> HOME_DIRECTORY =
            ConfigKey.of("OS.HomeDir", Types.PATH, "/home", RESTART, "Where home directories are.");
    public static final ConfigKey<String> PASSWORD_FILE =
            ConfigKey.of("OS.PasswordPath", Types.PATH, "/etc/shadow", RESTART, "The file of password hashes.");
    public static final ConfigKey<String> SUDOERS_DIRECTORY = ConfigKey.of(
            "OS.SudoersDir", Types.PATH, "/etc/sudoers.d", RESTART, "Where a rule for the VM's user is put.");
    public static final ConfigKey<Boolean> CONFIGURE_VNUMA = ConfigKey.of(
            "OS.ConfigureVnuma",
            Types.SWITCH,
            "n",
            RESTART,
            "Start a kernel before 2.6.37 with numa=off from the next boot on; with n that is only advised.");

    static final List<ConfigKey<?>> ALL = List.of(
            FORMAT_RESOURCE_DISK,
            RESOURCE_DISK_FILE_SYSTEM,
            RESOURCE_DISK_MOUNT_POINT,
            RESOURCE_DISK_MOUNT_OPTIONS,
            ENABLE_SWAP,
            SWAP_SIZE_MB,
            NEVER_DESTROY_NTFS,
            ENABLE_FIREWALL,
            FIREWALL_PERIOD,
            FIREWALL_IMDS,
            FIREWALL_ALLOW_UIDS,
            ENABLE_FIPS,
            SCSI_TIMEOUT,
            SCSI_TIMEOUT_PERIOD,
            NET_RULES_PERIOD,
            DHCP_CLIENT_PERIOD,
            SSH_DIRECTORY,
            SSH_ALIVE_INTERVAL,
            HOME_DIRECTORY,
            PASSWORD_FILE,
            SUDOERS_DIRECTORY,
            CONFIGURE_VNUMA);

    private SystemKeys() {}
}
