package io.goalstated.distro;

import io.goalstated.distro.Distro.DhcpClient;
import io.goalstated.distro.Distro.HostNameWay;
import io.goalstated.distro.Distro.Image;
import io.goalstated.distro.Distro.Network;
import io.goalstated.distro.Distro.Renewal;
import io.goalstated.distro.Distro.ResolvConf;
import io.goalstated.distro.Distro.SentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of distributions (spec 03 §15). The first row that fits counts. */
public final class DistroTable {
    private static final List<String> DEBIAN_LEASES = List.of("/var/lib/dhcp/dhclient.*.leases");
    private static final List<String> NETWORKD_LEASES = List.of("/run/systemd/netif/leases/*");
    private static final List<String> RED_HAT_LEASES = List.of(
            "/var/lib/dhclient/dhclient-*.lease",
            "/var/lib/NetworkManager/dhclient-*.lease",
            "/var/lib/NetworkManager/internal-*.lease");
    private static final List<String> WICKED_LEASES = List.of("/var/lib/wicked/lease-*.xml");

    private static final Network IFUPDOWN =
            network(DhcpClient.DHCLIENT, SentName.DHCLIENT_CONF, Renewal.IFDOWN_IFUP, "", DEBIAN_LEASES, false);
    private static final Network NETWORKD =
            network(DhcpClient.NETWORKD, SentName.BY_ITSELF, Renewal.RESTART_NETWORKD, "", NETWORKD_LEASES, false);
    private static final Network NETWORKD_PROBED = network(
            DhcpClient.NETWORKD,
            SentName.BY_ITSELF,
            Renewal.RESTART_NETWORKD,
            "systemd-networkd",
            NETWORKD_LEASES,
            false);
    private static final Network RED_HAT =
            network(DhcpClient.DHCLIENT, SentName.IFCFG, Renewal.IFDOWN_IFUP, "", RED_HAT_LEASES, true);

    private static final Distro GENERIC = new Distro(
            "generic",
            "waagent",
            List.of(
                    List.of("systemctl", "try-reload-or-restart", "sshd"),
                    List.of("systemctl", "try-reload-or-restart", "ssh")),
            HostNameWay.ETC_HOSTNAME,
            network(DhcpClient.DHCLIENT, SentName.DHCLIENT_CONF, Renewal.IFDOWN_IFUP, "", List.of(), false),
            false,
            true,
            new Image(ResolvConf.DELETED, false),
            "GRUB_CMDLINE_LINUX");

    private static final Distro DEBIAN = GENERIC.named("debian")
            .unit("walinuxagent")
            .restartingSsh("systemctl --job-mode=ignore-dependencies try-reload-or-restart ssh", "service ssh reload")
            .on(IFUPDOWN)
            .jit(true)
            .movingNetRules(false)
            .booting("GRUB_CMDLINE_LINUX_DEFAULT");
    private static final Distro UBUNTU =
            DEBIAN.named("ubuntu").imaging(ResolvConf.KEPT, false).on(NETWORKD);
    private static final Distro RHEL = GENERIC.named("rhel 7")
            .restartingSsh("service sshd condrestart")
            .naming(HostNameWay.HOSTNAMECTL_STATIC)
            .on(RED_HAT)
            .jit(true);
    private static final Distro SUSE = GENERIC.named("suse 12")
            .restartingSsh("systemctl restart sshd.service")
            .naming(HostNameWay.HOSTNAMECTL)
            .on(network(
                    DhcpClient.WICKED, SentName.SUSE_DHCP, Renewal.WICKED_IFUP, "wickedd-dhcp4", WICKED_LEASES, false))
            .jit(true);
    private static final Distro SYSTEMD = GENERIC.named("systemd")
            .restartingSsh("systemctl restart sshd")
            .on(NETWORKD_PROBED)
            .jit(true);

    private static final String[] RED_HATS = {
        "rhel", "redhat", "centos", "oracle", "ol", "almalinux", "rocky", "cloudlinux"
    };
    private static final String[] SUSES = {
        "suse", "sles", "sle-micro", "sle_hpc", "opensuse", "opensuse-leap", "opensuse-tumbleweed", "opensuse-microos"
    };

    private static final List<Row> ROWS = List.of(
            since("24.10", UBUNTU.named("ubuntu 24.10"), "ubuntu"),
            since("18.04", UBUNTU.named("ubuntu 18.04"), "ubuntu"),
            since(
                    "0",
                    UBUNTU.named("ubuntu 14.04").on(IFUPDOWN).imaging(ResolvConf.RESOLVCONF_SOURCES, false),
                    "ubuntu"),
            any(UBUNTU.named("ubuntu 24.10"), "ubuntu"),
            since("8", DEBIAN.named("debian 8"), "debian"),
            since("0", DEBIAN.named("debian 7").unit("waagent"), "debian"),
            any(DEBIAN.named("debian 8"), "debian"),
            any(DEBIAN.named("kali").unit("waagent"), "kali"),
            any(DEBIAN.named("devuan").unit("waagent").restartingSsh("service ssh restart"), "devuan"),
            since(
                    "8.6",
                    RHEL.named("rhel 8.6")
                            .restartingSsh("systemctl condrestart sshd")
                            .on(network(
                                    DhcpClient.NETWORK_MANAGER,
                                    SentName.BY_ITSELF,
                                    Renewal.RESTART_NETWORK_MANAGER_AND_LINK,
                                    "",
                                    RED_HAT_LEASES,
                                    false)),
                    RED_HATS),
            since("7", RHEL, RED_HATS),
            since("0", RHEL.named("rhel 6").naming(HostNameWay.SYSCONFIG_NETWORK), RED_HATS),
            any(RHEL, RED_HATS),
            any(RHEL, "euleros", "uos"),
            since("12", SUSE, SUSES),
            since(
                    "0",
                    SUSE.named("suse 11")
                            .restartingSsh("service sshd restart")
                            .naming(HostNameWay.ETC_HOSTNAME_UPPER_CASE)
                            .on(network(
                                    DhcpClient.DHCPCD,
                                    SentName.SUSE_DHCP,
                                    Renewal.IFDOWN_IFUP,
                                    "dhcpcd",
                                    List.of(),
                                    false)),
                    SUSES),
            any(SUSE, SUSES),
            any(SYSTEMD.named("azure linux"), "mariner", "azurelinux"),
            any(
                    SYSTEMD.named("fedora")
                            .on(withRenewal(RED_HAT, Renewal.LINK_DOWN_UP))
                            .jit(false),
                    "fedora"),
            any(SYSTEMD.named("arch").restartingSsh().imaging(ResolvConf.DELETED, true), "arch"),
            any(
                    GENERIC.named("alpine")
                            .restartingSsh("rc-service sshd reload")
                            .on(network(
                                    DhcpClient.DHCPCD, SentName.BY_ITSELF, Renewal.HUP_DHCPCD, "", List.of(), false))
                            .jit(true),
                    "alpine",
                    "alpaquita"),
            any(SYSTEMD.named("flatcar").restartingSsh().imaging(ResolvConf.DELETED, true), "flatcar", "coreos"),
            any(SYSTEMD.named("photon").jit(false), "photon", "photonos"),
            any(GENERIC.named("chainguard").on(NETWORKD).jit(true), "chainguard"),
            any(SYSTEMD.named("clear linux").restartingSsh(), "clear-linux-os"));

    private DistroTable() {}

    /** The row of that system; that of a system it is derived from; or the generic one. */
    public static Distro find(OsRelease release) {
        return row(release.id(), release)
                .or(() -> release.like().stream()
                        // The version is this system's, not that of what it is derived from.
                        .flatMap(like -> row(like, OsRelease.of(like)).stream())
                        .findFirst())
                .or(() -> release.name().contains("Clear Linux") ? row("clear-linux-os", release) : Optional.empty())
                .orElse(GENERIC);
    }

    /** Whether the table has no row of its own for that system, of which people should be told. */
    public static boolean isGeneric(Distro distro) {
        return distro.family().equals(GENERIC.family());
    }

    /** The row of that family, for {@code --distro}. */
    public static Optional<Distro> named(String family) {
        List<Distro> all = new ArrayList<>(List.of(GENERIC));
        ROWS.forEach(row -> all.add(row.distro()));
        return all.stream().filter(distro -> distro.family().equals(family)).findFirst();
    }

    private static Optional<Distro> row(String id, OsRelease release) {
        return ROWS.stream()
                .filter(row -> row.ids().contains(id))
                .filter(row -> row.since().map(release::isAtLeast).orElse(true))
                .map(Row::distro)
                .findFirst();
    }

    /** @param since fits versions from this one on; empty: all, and systems without a version */
    private record Row(List<String> ids, Optional<String> since, Distro distro) {}

    private static Row since(String version, Distro distro, String... ids) {
        return new Row(List.of(ids), Optional.of(version), distro);
    }

    private static Row any(Distro distro, String... ids) {
        return new Row(List.of(ids), Optional.empty(), distro);
    }

    private static Network network(
            DhcpClient client,
            SentName sentName,
            Renewal renewal,
            String aroundProbe,
            List<String> leases,
            boolean recovers) {
        Optional<String> service = aroundProbe.isEmpty() ? Optional.empty() : Optional.of(aroundProbe);
        return new Network(client, sentName, renewal, service, leases, recovers);
    }

    private static Network withRenewal(Network network, Renewal renewal) {
        return new Network(
                network.client(), SentName.DHCLIENT_CONF, renewal, network.aroundProbe(), network.leases(), false);
    }
}
