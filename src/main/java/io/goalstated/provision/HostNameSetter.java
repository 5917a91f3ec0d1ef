package io.goalstated.provision;

import io.goalstated.distro.Distro.HostNameWay;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the machine its name, the way its distribution does (spec 03 §4.1). Nothing is done when it has it already. */
final class HostNameSetter {
    private static final Logger LOG = LoggerFactory.getLogger(HostNameSetter.class);
    private static final int MAX_FILE = 1 << 20;
    private static final Pattern OWN_LINE = Pattern.compile("(?m)^127\\.0\\.1\\.1\\s.*$");

    private final Machine machine;

    HostNameSetter(Machine machine) {
        this.machine = machine;
    }

    void set(HostName name) throws IOException {
        if (!running().equals(name.value()) || !written().equals(name.value())) {
            change(name);
        }
        nameInHosts(name);
    }

    private void change(HostName name) throws IOException {
        HostNameWay way = machine.distro().hostName();
        boolean byDaemon =
                (way == HostNameWay.HOSTNAMECTL_STATIC || way == HostNameWay.HOSTNAMECTL) && byDaemon(way, name);
        if (!byDaemon) {
            write(way, name);
            ToolEnd end = machine.run("hostname", name.value());
            if (!end.isSuccess()) {
                LOG.warn("The running host name stays until the next start; reason={}", end.problem());
            }
        }
    }

    private boolean byDaemon(HostNameWay way, HostName name) {
        List<String> words = new ArrayList<>(List.of("set-hostname", name.value()));
        if (way == HostNameWay.HOSTNAMECTL_STATIC) {
            words.add("--static");
        }
        ToolEnd end = machine.run("hostnamectl", words.toArray(String[]::new));
        if (!end.isSuccess()) {
            LOG.warn("The host name is written without its service; reason={}", end.problem());
        }
        return end.isSuccess();
    }

    private void write(HostNameWay way, HostName name) throws IOException {
        if (way == HostNameWay.SYSCONFIG_NETWORK) {
            Path file = machine.root().resolve("/etc/sysconfig/network");
            machine.disk().rewrite(file, Assignments.set(text(file), "HOSTNAME", name.value()), Disk.PUBLIC);
        } else {
            String path = way == HostNameWay.ETC_HOSTNAME_UPPER_CASE ? "/etc/HOSTNAME" : "/etc/hostname";
            machine.disk().write(machine.root().resolve(path), name + "\n", Disk.PUBLIC);
        }
    }

    private String running() throws IOException {
        return text(machine.root().resolve("/proc/sys/kernel/hostname")).strip();
    }

    private String written() throws IOException {
        return text(machine.root().resolve("/etc/hostname")).strip();
    }

    /** Debian's own line for the name, so that sudo can resolve it: changed where it is, made where nothing else knows it. */
    private void nameInHosts(HostName name) throws IOException {
        if (!machine.distro().namesItselfInHosts()) {
            return;
        }
        Path file = machine.root().resolve("/etc/hosts");
        String hosts = text(file);
        String line =
                "127.0.1.1 " + name.shortName() + (name.value().equals(name.shortName()) ? "" : " " + name.value());
        Matcher own = OWN_LINE.matcher(hosts);
        String changed = hosts;
        if (own.find()) {
            changed = own.replaceFirst(line);
        } else if (!machine.run("getent", "hosts", name.value()).isSuccess()) {
            changed = hosts + (hosts.isEmpty() || hosts.endsWith("\n") ? "" : "\n") + line + "\n";
        }
        if (!changed.equals(hosts)) {
            machine.disk().rewrite(file, changed, Disk.PUBLIC);
        }
    }

    private String text(Path file) throws IOException {
        return machine.disk().readText(file, MAX_FILE).orElse("");
    }
}
