package io.goalstated.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine that other tests trust. */
@Tag("root")
class SystemdMachineIT {
    @TempDir
    Path scratch;

    @Test
    void it_boots_systemd_and_leaves_nothing_behind() throws Exception {
        String mounts = Files.readString(Path.of("/proc/self/mounts"));
        List<Path> groups = groups();

        try (SystemdMachine machine = SystemdMachine.boot(Blueprint.BARE, scratch)) {
            machine.write("/etc/somewhere/file", "text\n");
            assertThat(machine.read("/etc/somewhere/file")).isEqualTo("text\n");
            assertThat(machine.output("ps", "-p", "1", "-o", "comm=")).isEqualTo("systemd\n");
            assertThat(machine.run("curl", "--silent", "--max-time", "5", "http://192.0.2.1")
                            .code())
                    .as("its network is cut off")
                    .isEqualTo(7);
        }

        assertThat(Files.readString(Path.of("/proc/self/mounts"))).isEqualTo(mounts);
        assertThat(groups()).isEqualTo(groups);
        try (Stream<Path> left = Files.list(scratch.resolve("memory"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_reboot_keeps_files_and_ends_processes() throws Exception {
        try (SystemdMachine machine = SystemdMachine.boot(Blueprint.BARE, scratch)) {
            machine.write("/etc/kept", "text\n");
            machine.output("systemd-run", "--unit=worker", "sleep", "1000");

            machine.reboot();

            assertThat(machine.read("/etc/kept")).isEqualTo("text\n");
            assertThat(machine.run("systemctl", "is-active", "worker").output()).isEqualTo("inactive\n");
        }
    }

    @Test
    void what_listens_on_loopback_here_answers_under_another_address_there() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        Blueprint blueprint = Blueprint.BARE.forward(
                "168.63.129.16:80", "127.0.0.1:" + server.getAddress().getPort());

        try (SystemdMachine machine = SystemdMachine.boot(blueprint, scratch)) {
            assertThat(machine.output("curl", "--silent", "--max-time", "5", "http://168.63.129.16/"))
                    .isEqualTo("hello");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void limits_of_units_hold() throws Exception {
        try (SystemdMachine machine = SystemdMachine.boot(Blueprint.BARE, scratch)) {
            assumeTrue(machine.limitsProcessors(), "control groups of this host have no processor limits to hand on");
            machine.output("systemd-run", "--scope", "--slice=limited.slice", "true");
            machine.output("systemctl", "set-property", "--runtime", "limited.slice", "CPUQuota=20%");

            // What a shell and its children have used, user and system time: 0m0.400000s 0m0.010000s
            String used = machine.shell("systemd-run --quiet --scope --slice=limited.slice"
                    + " sh -c 'timeout 2 sh -c \"while :; do :; done\"; times' | tail -n 1");

            assertThat(Double.parseDouble(used.replaceAll("^0m([0-9.]+)s.*\n", "$1")))
                    .as("seconds of two, with a fifth of a processor")
                    .isBetween(0.1, 1.2);
        }
    }

    @Test
    void the_image_runs_there_with_its_class_archive() throws Exception {
        Blueprint blueprint = Blueprint.BARE.withJava().withImage();

        try (SystemdMachine machine = SystemdMachine.boot(blueprint, scratch)) {
            String archived = machine.shell("_JAVA_OPTIONS=-Xlog:class+load:file=/root/loaded"
                    + " /usr/lib/goalstated/bin/goalstated version >/dev/null;"
                    + " grep 'io.goalstated.*shared objects file (top)' /root/loaded");

            assertThat(archived).contains("io.goalstated.platform.");
        }
    }

    private static List<Path> groups() throws Exception {
        try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"))) {
            return tree.filter(path -> path.getFileName().toString().startsWith("goalstated-machine-"))
                    .toList();
        }
    }
}
