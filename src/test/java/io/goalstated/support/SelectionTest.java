package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.Configuration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    @Conforms("OPS-83")
    void what_must_be_there_comes_first_in_its_order_and_then_the_rest_by_name() {
        List<String> order = Selection.of(CollectedPlaces.of(Configuration.defaults()))
                .order(List.of(
                        "/etc/hostname",
                        "/var/log/waagent.log.1.gz",
                        "/var/log/azure/A.B/deep/x.log",
                        "/var/log/azure/C.D/c.log",
                        "/var/log/azure/A.B/a.log",
                        "/var/lib/waagent/history/b.zip",
                        "/var/lib/waagent/history/a.zip",
                        "/var/log/auth.log",
                        "/var/lib/waagent/waagent_status.json",
                        "/var/log/waagent.log"));

        assertThat(order)
                .containsExactly(
                        "/var/log/waagent.log",
                        "/var/lib/waagent/waagent_status.json",
                        "/var/lib/waagent/history/a.zip",
                        "/var/lib/waagent/history/b.zip",
                        "/var/log/azure/A.B/a.log",
                        "/var/log/azure/C.D/c.log",
                        "/var/log/azure/A.B/deep/x.log",
                        "/var/log/waagent.log.1.gz",
                        "/etc/hostname",
                        "/var/log/auth.log");
    }

    @ParameterizedTest
    @Conforms("OPS-86")
    @ValueSource(
            strings = {
                "/var/lib/waagent/0123.prv",
                "/var/lib/waagent/TransportPrivate.PEM",
                "/var/log/azure/A.B/server.key",
                "/home/x/.ssh/id_ed25519",
                "/var/log/azure-proxy-agent/keys/1",
                "/var/lib/azure-proxy-agent/keys/0000.key"
            })
    void keys_are_known_by_their_names(String path) {
        assertThat(Selection.isKey(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/var/log/waagent.log", "/var/log/azure-proxy-agent/ProxyAgent.log", "/etc/keyboard"})
    void and_nothing_else_is_taken_for_one(String path) {
        assertThat(Selection.isKey(path)).isFalse();
    }
}
