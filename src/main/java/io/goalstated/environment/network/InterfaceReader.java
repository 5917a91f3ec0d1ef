package io.goalstated.environment.network;

import io.goalstated.environment.network.NetworkInterfaces.Interface;
import io.goalstated.platform.DiskView;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the interfaces and routes of the machine. Blocks. */
final class InterfaceReader {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_INTERFACES = 1024;

    private final DiskView disk;
    private final SystemRoot root;
    private final Tools tools;

    InterfaceReader(DiskView disk, SystemRoot root, Tools tools) {
        this.disk = disk;
        this.root = root;
        this.tools = tools;
    }

    RoutingTable routes() throws IOException {
        return RoutingTable.parse(
                disk.readText(root.resolve(RoutingTable.FILE), MAX_BYTES).orElse(""));
    }

    NetworkInterfaces interfaces() throws IOException {
        Set<String> addressed = addressed(
                tools.run(ToolCall.of("ip", "-4", "-o", "addr", "show")).output());
        List<Interface> all = new ArrayList<>();
        for (Path directory : disk.list(root.resolve("/sys/class/net"))) {
            String name = directory.getFileName().toString();
            if (NetworkInterfaces.isName(name) && all.size() < MAX_INTERFACES) {
                all.add(new Interface(
                        name,
                        disk.readText(directory.resolve("address"), MAX_BYTES).flatMap(MacAddress::parse),
                        disk.linkTarget(directory.resolve("device/driver"))
                                .map(target -> target.getFileName().toString())
                                .orElse(""),
                        addressed.contains(name)));
            }
        }
        return new NetworkInterfaces(all);
    }

    /** Lines {@code 2: eth0    inet 10.0.0.4/24 …}. */
    static Set<String> addressed(String listing) {
        Set<String> names = new TreeSet<>();
        for (String line : listing.split("\n", -1)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 2 && words[2].equals("inet")) {
                names.add(words[1]);
            }
        }
        return names;
    }
}
