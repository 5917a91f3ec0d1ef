package io.goalstated.distro;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One row of the table: how a family of distributions does what others do otherwise.
 *
 * @param family what the row is called
 * @param unit the name of WALinuxAgent's service, which a VM that is taken over has
 * @param sshRestart commands of which the first that succeeds makes sshd read its configuration; none: sshd is started anew
 *     for each connection
 * @param hostName how the static host name is set
 * @param network how interfaces and DHCP are handled
 * @param allowsJit whether remote access accounts are made
 * @param movesNetRules whether udev rules that bind a name to another machine's interface are moved away
 * @param image what is removed from the system when an image is made of it
 * @param kernelArguments the variable of {@code /etc/default/grub} that holds what people add to the kernel's arguments
 */
public record Distro(
        String family,
        String unit,
        List<List<String>> sshRestart,
        HostNameWay hostName,
        Network network,
        boolean allowsJit,
        boolean movesNetRules,
        Image image,
        String kernelArguments) {

    /** How the static host name is set (§4.1). */
    public enum HostNameWay {
        /** {@code /etc/hostname} and {@code hostname}. */
        ETC_HOSTNAME,
        /** {@code hostnamectl set-hostname NAME --static}, else as above. */
        HOSTNAMECTL_STATIC,
        /** {@code hostnamectl set-hostname NAME}, else as the first. */
        HOSTNAMECTL,
        /** A {@code HOSTNAME=} line in {@code /etc/sysconfig/network}. */
        SYSCONFIG_NETWORK,
        /** {@code /etc/HOSTNAME}. */
        ETC_HOSTNAME_UPPER_CASE
    }

    /** How the DHCP client is told which name to send (§4.2). */
    public enum SentName {
        /** A {@code send host-name} line in dhclient's configuration. */
        DHCLIENT_CONF,
        /** {@code DHCP_HOSTNAME=} in the interface's ifcfg file. */
        IFCFG,
        /** {@code DHCLIENT_HOSTNAME_OPTION} in {@code /etc/sysconfig/network/dhcp}. */
        SUSE_DHCP,
        /** It sends the system's name without being told. */
        BY_ITSELF
    }

    /** How an interface is made to ask for its address again, with the new name (§4.2). */
    public enum Renewal {
        IFDOWN_IFUP,
        LINK_DOWN_UP,
        RESTART_NETWORKD,
        RESTART_NETWORK_MANAGER_AND_LINK,
        WICKED_IFUP,
        HUP_DHCPCD
    }

    /** How the DHCP client's process is found (§11.3). */
    public enum DhcpClient {
        DHCLIENT("dhclient"),
        NETWORKD("systemd-networkd"),
        NETWORK_MANAGER("NetworkManager"),
        DHCPCD("dhcpcd"),
        WICKED("wickedd-dhcp4");

        private final String program;

        DhcpClient(String program) {
            this.program = program;
        }

        public String program() {
            return program;
        }
    }

    /**
     * The network.
     *
     * @param aroundProbe the service that is stopped while the agent itself asks for an address (§10.2)
     * @param leases patterns of the files in which the client keeps its leases, the first that matches counts
     */
    public record Network(
            DhcpClient client,
            SentName sentName,
            Renewal renewal,
            Optional<String> aroundProbe,
            List<String> leases,
            boolean recoversInterface) {
        public Network {
            leases = List.copyOf(leases);
        }
    }

    /** What becomes of {@code /etc/resolv.conf} when an image is made (§9.2). */
    public enum ResolvConf {
        DELETED,
        /** Its sources, where it is generated. */
        RESOLVCONF_SOURCES,
        KEPT
    }

    /** What is removed when an image is made (§9.2). */
    public record Image(ResolvConf resolvConf, boolean deletesMachineId) {}

    public Distro {
        sshRestart = List.copyOf(sshRestart);
    }

    /** Whether the system names itself by a line {@code 127.0.1.1} of {@code /etc/hosts} (§4.1). */
    public boolean namesItselfInHosts() {
        return Stream.of("debian", "ubuntu", "kali", "devuan").anyMatch(family::startsWith);
    }

    Distro named(String other) {
        return new Distro(other, unit, sshRestart, hostName, network, allowsJit, movesNetRules, image, kernelArguments);
    }

    Distro unit(String other) {
        return new Distro(
                family, other, sshRestart, hostName, network, allowsJit, movesNetRules, image, kernelArguments);
    }

    /** Each command with blanks between its words; no word of any has one. */
    Distro restartingSsh(String... commands) {
        List<List<String>> words = List.of(commands).stream()
                .map(command -> List.of(command.split(" ", -1)))
                .toList();
        return new Distro(family, unit, words, hostName, network, allowsJit, movesNetRules, image, kernelArguments);
    }

    Distro naming(HostNameWay other) {
        return new Distro(family, unit, sshRestart, other, network, allowsJit, movesNetRules, image, kernelArguments);
    }

    Distro on(Network other) {
        return new Distro(family, unit, sshRestart, hostName, other, allowsJit, movesNetRules, image, kernelArguments);
    }

    Distro jit(boolean allowed) {
        return new Distro(family, unit, sshRestart, hostName, network, allowed, movesNetRules, image, kernelArguments);
    }

    Distro movingNetRules(boolean moves) {
        return new Distro(family, unit, sshRestart, hostName, network, allowsJit, moves, image, kernelArguments);
    }

    Distro imaging(ResolvConf resolvConf, boolean deletesMachineId) {
        return new Distro(
                family,
                unit,
                sshRestart,
                hostName,
                network,
                allowsJit,
                movesNetRules,
                new Image(resolvConf, deletesMachineId),
                kernelArguments);
    }

    Distro booting(String variable) {
        return new Distro(family, unit, sshRestart, hostName, network, allowsJit, movesNetRules, image, variable);
    }
}
