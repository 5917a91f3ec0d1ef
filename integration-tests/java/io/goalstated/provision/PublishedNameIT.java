package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.Configuration;
import io.goalstated.distro.DistroTable;
import io.goalstated.distro.OsRelease;
import io.goalstated.environment.DhcpServer;
import io.goalstated.environment.Namespaces;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real DHCP server (dnsmasq) and a real client (dhclient), which ifup starts with the configuration that is below the root. */
@Tag("root")
class PublishedNameIT {
    @TempDir
    Path directory;

    private Namespaces network;

    @BeforeEach
    void serve() throws Exception {
        network = new Namespaces(false);
        DhcpServer.start(network, directory);
    }

    @AfterEach
    void unplug() {
        network.close();
    }

    private Path write(String path, String text) throws Exception {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** As ifupdown does it; there is none in the namespace. */
    private ToolEnd run(ToolCall call) {
        if (call.tool().equals("ifup")) {
            return network.vmTools()
                    .run(ToolCall.of(
                            "dhclient",
                            "-1",
                            "-sf",
                            "/bin/true",
                            "-cf",
                            directory.resolve("etc/dhcp/dhclient.conf").toString(),
                            "-lf",
                            directory.resolve("client-leases").toString(),
                            "-pf",
                            directory.resolve("client-pid").toString(),
                            call.arguments().get(0)));
        }
        return new ToolEnd.Exited(call.tool(), call.tool().equals("ifdown") ? 0 : 1, "", "");
    }

    @Test
    @Conforms("03#33")
    void the_server_hears_the_name_that_the_machine_was_given() throws Exception {
        write("etc/dhcp/dhclient.conf", "# the image's\nsend host-name \"image\";\n");
        write("proc/net/route", """
            Iface Destination Gateway Flags RefCnt Use Metric Mask
            v0 00000000 0100090A 0003 0 0 0 00000000
            """);
        write("proc/sys/kernel/hostname", "web-7\n");
        write("var/lib/waagent/published_hostname", "image");
        HostNameKeeper keeper = new HostNameKeeper(new Machine(
                new SystemRoot(directory),
                new Disk(),
                this::run,
                DistroTable.find(OsRelease.parse("ID=debian")),
                Configuration.of(List.of())));

        keeper.look();

        assertThat(directory.resolve("leases")).content().contains(" web-7 ");
        network.onVm("dhclient", "-x", "-pf", directory.resolve("client-pid").toString());
    }
}
