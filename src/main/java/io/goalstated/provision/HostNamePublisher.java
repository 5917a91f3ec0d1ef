package io.goalstated.provision;

import io.goalstated.distro.Distro.Network;
import io.goalstated.distro.Distro.Renewal;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the DHCP client send the machine's name, so that the platform's DNS knows it (spec 03 §4.2). Best effort: what does not
 * work is a warning. Ways that do not interrupt the network go first.
 */
public final class HostNamePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(HostNamePublisher.class);
    private static final int MAX_FILE = 1 << 20;
    private static final List<String> DHCLIENT =
            List.of("/etc/dhcp/dhclient.conf", "/etc/dhcp3/dhclient.conf", "/etc/dhclient.conf");
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._-]{1,15}");
    private static final Pattern SENDS_ITSELF =
            Pattern.compile("(?m)^[^#\n]*send\\s*host-name.*?(<hostname>|gethostname[(,)])");
    private static final Pattern SENDS = Pattern.compile("(?m)^send host-name.*$");
    private static final int TRIES = 3;

    private final Machine machine;

    public HostNamePublisher(Machine machine) {
        this.machine = machine;
    }

    /**
     * Publishes the name; blocks.
     *
     * @return the interface whose address was asked for again
     */
    public Optional<String> publish(String name) throws IOException {
        Optional<String> primary = primaryInterface();
        tellClient(name, primary);
        // Exactly the name: other software compares it.
        machine.disk().write(machine.lib().resolve("published_hostname"), name, Disk.PUBLIC);
        if (primary.isEmpty()) {
            LOG.warn("The host name is not published: no interface has a default route");
        } else if (!renew(primary.get())) {
            LOG.warn(
                    "The host name may be unknown to DNS: the interface did not renew its address; interface={}",
                    primary.get());
        }
        return primary;
    }

    /** Only has the client know the name, for the next time that it asks for an address. */
    void tellClient(String name) throws IOException {
        tellClient(name, primaryInterface());
    }

    private void tellClient(String name, Optional<String> primary) throws IOException {
        Network network = machine.distro().network();
        switch (network.sentName()) {
            case DHCLIENT_CONF -> {
                for (String path : DHCLIENT) {
                    edit(path, text -> dhclient(text, name));
                }
            }
            case IFCFG -> {
                if (primary.isPresent()) {
                    edit(
                            "/etc/sysconfig/network-scripts/ifcfg-" + primary.get(),
                            text -> Assignments.set(text, "DHCP_HOSTNAME", name));
                }
            }
            case SUSE_DHCP -> edit("/etc/sysconfig/network/dhcp", text -> suse(text, name));
            case BY_ITSELF -> LOG.debug("The DHCP client sends the system's name by itself");
        }
    }

    /** Changes a file that is there. */
    private void edit(String path, UnaryOperator<String> change) throws IOException {
        Path file = machine.root().resolve(path);
        Optional<String> text = machine.disk().readText(file, MAX_FILE);
        if (text.isPresent()) {
            String changed = change.apply(text.get());
            if (!changed.equals(text.get())) {
                machine.disk().rewrite(file, changed, Disk.PUBLIC);
            }
        }
    }

    static String dhclient(String text, String name) {
        if (SENDS_ITSELF.matcher(text).find()) {
            return text;
        }
        String line = "send host-name \"" + name + "\";";
        Matcher present = SENDS.matcher(text);
        if (!present.find()) {
            return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + line + "\n";
        }
        StringBuilder out = new StringBuilder(text.substring(0, present.start())).append(line);
        // Later lines of the kind would win.
        out.append(SENDS.matcher(text.substring(present.end())).replaceAll("# replaced: $0"));
        return out.toString();
    }

    static String suse(String text, String name) {
        String key = "DHCLIENT_HOSTNAME_OPTION";
        Optional<String> value = Assignments.get(text, key);
        boolean stays = value.filter(v -> v.equals("AUTO") || v.equals(name)).isPresent();
        return stays ? text : Assignments.set(text, key, "\"" + name + "\"");
    }

    private boolean renew(String device) {
        if (isActive("systemd-networkd")
                && machine.run("networkctl", "renew", device).isSuccess()) {
            return true;
        }
        if (isActive("NetworkManager")
                && machine.run("nmcli", "device", "reapply", device).isSuccess()) {
            return true;
        }
        for (int i = 0; i < TRIES; i++) {
            if (renewHard(machine.distro().network().renewal(), device)) {
                return true;
            }
        }
        return false;
    }

    private boolean isActive(String service) {
        return machine.run("systemctl", "is-active", service).output().strip().equals("active");
    }

    private boolean renewHard(Renewal renewal, String device) {
        return switch (renewal) {
            case IFDOWN_IFUP -> all(List.of("ifdown", device), List.of("ifup", device));
            case LINK_DOWN_UP -> linkDownUp(device);
            case RESTART_NETWORKD -> all(List.of("systemctl", "restart", "systemd-networkd"));
            case RESTART_NETWORK_MANAGER_AND_LINK ->
                all(List.of("systemctl", "restart", "NetworkManager")) && linkDownUp(device);
            case WICKED_IFUP -> all(List.of("ifup", device));
            case HUP_DHCPCD -> all(List.of("pkill", "-HUP", "-x", "dhcpcd"));
        };
    }

    private boolean linkDownUp(String device) {
        return all(List.of("ip", "link", "set", device, "down"), List.of("ip", "link", "set", device, "up"));
    }

    @SafeVarargs
    private boolean all(List<String>... commands) {
        for (List<String> words : commands) {
            ToolEnd end = machine.tools().run(ToolCall.of(words));
            if (!end.isSuccess()) {
                LOG.debug("{}", end.problem());
                return false;
            }
        }
        return true;
    }

    /** The interface of the default route with the least metric. */
    Optional<String> primaryInterface() throws IOException {
        String routes = machine.disk()
                .readText(machine.root().resolve("/proc/net/route"), MAX_FILE)
                .orElse("");
        String best = "";
        long least = Long.MAX_VALUE;
        for (String line : routes.lines().skip(1).toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            boolean isDefault = fields.length > 7 && fields[1].equals("00000000") && fields[7].equals("00000000");
            if (isDefault
                    && fields[6].matches("\\d{1,10}")
                    && INTERFACE.matcher(fields[0]).matches()) {
                long metric = Long.parseLong(fields[6]);
                if (metric < least) {
                    least = metric;
                    best = fields[0];
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }
}
