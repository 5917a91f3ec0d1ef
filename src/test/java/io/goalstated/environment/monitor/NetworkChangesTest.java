package io.goalstated.environment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.environment.network.NetworkPicture;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkChangesTest {
    private static final String HEADING = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";
    private static final String LINK = "eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\n";
    private static final String DEFAULT = "eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\n";

    @TempDir
    Path root;

    private boolean changesToo;
    private NetworkChanges watch;

    @BeforeEach
    void oneInterface() throws IOException {
        state("up");
        routes(LINK + DEFAULT);
        watch = new NetworkChanges(new NetworkPicture(new Disk(), new SystemRoot(root)), () -> changesToo);
    }

    private void state(String state) throws IOException {
        Path directory = Files.createDirectories(root.resolve("sys/class/net/eth0"));
        Files.writeString(directory.resolve("operstate"), state + "\n");
        Files.writeString(directory.resolve("address"), "00:0d:3a:00:00:01\n");
    }

    private void routes(String lines) throws IOException {
        Files.createDirectories(root.resolve("proc/net"));
        Files.writeString(root.resolve("proc/net/route"), HEADING + lines);
    }

    @Test
    void the_network_is_told_of_once() throws IOException {
        assertThat(watch.isWanted()).isTrue();

        assertThat(watch.look().done())
                .containsExactly("eth0 up 00:0d:3a:00:00:01; 10.0.0.0/24 via 0.0.0.0 dev eth0 metric 100; "
                        + "0.0.0.0/0 via 10.0.0.1 dev eth0 metric 100");
        assertThat(watch.isWanted()).isFalse();
    }

    @Test
    void whoever_wants_it_hears_of_every_change() throws IOException {
        changesToo = true;
        watch.look();
        assertThat(watch.isWanted()).isTrue();
        assertThat(watch.look()).isEqualTo(Watch.Report.NOTHING);

        state("down");
        routes(LINK);

        assertThat(watch.look().done())
                .containsExactly(
                        "no longer eth0 up 00:0d:3a:00:00:01",
                        "no longer 0.0.0.0/0 via 10.0.0.1 dev eth0 metric 100",
                        "now eth0 down 00:0d:3a:00:00:01");
    }

    @Test
    void a_machine_without_any_of_it_is_no_error() throws IOException {
        NetworkPicture none = new NetworkPicture(new Disk(), new SystemRoot(root.resolve("elsewhere")));

        assertThat(none.lines()).isEmpty();
    }
}
