package io.goalstated.environment.monitor;

import io.goalstated.environment.network.RouteKeeper;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Notices that the machine's DHCP client was restarted, which may have forgotten the routes to the platform, and sets again what is
 * missing of them (spec 03 §11.3). Whichever client it is: all of them are known by name.
 */
public final class DhcpClients implements Watch {
    /** As {@code /proc/<pid>/comm} shows them, cut to 15 characters. */
    private static final Set<String> PROGRAMS =
            Set.of("dhclient", "dhcpcd", "systemd-network", "NetworkManager", "wickedd-dhcp4");

    private static final int MAX_BYTES = 4096;

    private final Disk disk;
    private final SystemRoot root;
    private final RouteKeeper routes;
    private final Supplier<Duration> period;
    private Set<String> remembered = Set.of();
    private boolean looked;

    public DhcpClients(Disk disk, SystemRoot root, RouteKeeper routes, Supplier<Duration> period) {
        this.disk = disk;
        this.root = root;
        this.routes = routes;
        this.period = period;
    }

    @Override
    public String name() {
        return "DHCP client";
    }

    @Override
    public Duration period() {
        return period.get();
    }

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public Report look() throws IOException {
        boolean first = !looked;
        looked = true;
        if (!remembered.isEmpty() && areAlive(remembered)) {
            return Report.NOTHING;
        }
        Set<String> found = running();
        boolean restarted = !found.isEmpty() && !remembered.isEmpty() && !found.equals(remembered);
        // One that is gone for a while is compared with what comes after it.
        remembered = found.isEmpty() ? remembered : found;
        if (!first && !restarted) {
            return Report.NOTHING;
        }
        int set = routes.restore();
        if (restarted) {
            return Report.done("it was restarted; routes set again: " + set);
        }
        return set == 0 ? Report.NOTHING : Report.done("routes set again: " + set);
    }

    private boolean areAlive(Set<String> processes) throws IOException {
        for (String process : processes) {
            if (!isClient(process)) {
                return false;
            }
        }
        return true;
    }

    private Set<String> running() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path entry : disk.list(root.resolve("/proc"))) {
            String name = entry.getFileName().toString();
            if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9') && isClient(name)) {
                found.add(name);
            }
        }
        return found;
    }

    /** A process that ends while it is looked at is none. */
    private boolean isClient(String process) {
        try {
            return disk.readText(root.resolve("/proc/" + process + "/comm"), MAX_BYTES)
                    .map(String::strip)
                    .filter(PROGRAMS::contains)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
