package io.goalstated.environment.network;

import io.goalstated.platform.DiskView;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's interfaces and IPv4 routes at one moment, in words. Reads files of the kernel only, and blocks. */
public final class NetworkPicture {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_INTERFACES = 1024;

    private final DiskView disk;
    private final SystemRoot root;

    public NetworkPicture(DiskView disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /** One a line: {@code eth0 up 00:0d:3a:00:00:01} and {@code 10.0.0.0/24 via 0.0.0.0 dev eth0 metric 100}. */
    public List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path directory : disk.list(root.resolve("/sys/class/net"))) {
            String name = directory.getFileName().toString();
            if (NetworkInterfaces.isName(name) && lines.size() < MAX_INTERFACES) {
                lines.add(name + " " + word(directory.resolve("operstate")) + " " + word(directory.resolve("address")));
            }
        }
        RoutingTable routes = RoutingTable.parse(
                disk.readText(root.resolve(RoutingTable.FILE), MAX_BYTES).orElse(""));
        for (RoutingTable.Entry entry : routes.entries()) {
            lines.add(entry.route().destination() + " via " + entry.route().gateway() + " dev "
                    + entry.networkInterface() + " metric " + entry.metric());
        }
        return lines;
    }

    /** An interface may go while it is being looked at. */
    private String word(Path file) {
        try {
            return disk.readText(file, MAX_BYTES).orElse("").strip();
        } catch (IOException e) {
            return "";
        }
    }
}
