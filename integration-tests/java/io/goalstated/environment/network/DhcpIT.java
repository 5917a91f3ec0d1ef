package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import io.goalstated.environment.DhcpServer;
import io.goalstated.environment.Namespaces;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real DHCP server (dnsmasq) that names the wireserver as Azure's does. */
@Tag("root")
class DhcpIT {
    @TempDir
    Path directory;

    private Namespaces network;

    @BeforeEach
    void serve() throws Exception {
        network = new Namespaces(false);
        DhcpServer.start(
                network,
                directory,
                "dhcp-option=3,10.9.0.1",
                "dhcp-option-force=245,a8:3f:81:10",
                "dhcp-option-force=249,20:a8:3f:81:10:0a:09:00:01:20:a9:fe:a9:fe:0a:09:00:01");
    }

    @AfterEach
    void unplug() throws Exception {
        network.close();
    }

    @Test
    @Conforms("03#85")
    void a_server_names_the_wireserver_and_the_ways_to_it() throws Exception {
        network.onVm("ip", "addr", "add", "10.9.0.10/24", "dev", "v0");

        assertThat(search()).isEqualTo("found 168.63.129.16");

        assertThat(network.onVm("ip", "route"))
                .contains(
                        "default via 10.9.0.1 dev v0 proto static",
                        "168.63.129.16 via 10.9.0.1 dev v0 proto static",
                        "169.254.169.254 via 10.9.0.1 dev v0 proto static")
                .doesNotContain("255.255.255.255");
        network.listen("168.63.129.16:80");
        assertThat(network.connects("root", "168.63.129.16", 80)).isTrue();
    }

    @Test
    void an_interface_without_an_address_gets_the_answer_too() throws Exception {
        assertThat(search()).isEqualTo("found 168.63.129.16");
    }

    @Test
    void the_lease_that_a_real_dhclient_writes_is_read() throws Exception {
        Path leases = Files.createDirectories(directory.resolve("var/lib/dhcp")).resolve("dhclient.v0.leases");
        Path configuration = Files.writeString(directory.resolve("dhclient.conf"), "request subnet-mask;\n");
        network.start(
                network.vm(),
                List.of(
                        "dhclient",
                        "-d",
                        "-sf",
                        "/bin/true",
                        "-cf",
                        configuration.toString(),
                        "-lf",
                        leases.toString(),
                        "-pf",
                        directory.resolve("dhclient.pid").toString(),
                        "v0"));
        await("the lease is written")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(leases) && Files.readString(leases).contains("expire"));

        LeaseFiles files = new LeaseFiles(new Disk(), new SystemRoot(directory));

        assertThat(files.wireServer(Instant.now())).as(Files.readString(leases)).contains(Ipv4.WIRE_SERVER);
    }

    private String search() throws Exception {
        Files.createDirectories(directory.resolve("goalstated"));
        Process process = network.start(
                network.vm(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SearchProgram.class.getName(),
                        directory.toString()));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith("found"))
                .findFirst()
                .orElse(output);
    }
}
