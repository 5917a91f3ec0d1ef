package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.SystemRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupTest {
    private static Setup setup(String configuration) {
        return new Setup(
                new SystemRoot(Path.of("/nowhere")),
                Configuration.of(List.of(ConfigFile.parse("f", configuration))),
                "f",
                Map.of("PATH", "/bin"),
                AgentVersion.current());
    }

    @Test
    void on_a_fips_machine_openssl_is_told_in_the_environment_of_handlers() {
        assertThat(setup("OS.EnableFIPS=y\n").handlerEnvironment()).containsEntry("OPENSSL_FIPS", "1");
        assertThat(setup("OS.EnableFIPS=n\n").handlerEnvironment()).containsOnlyKeys("PATH");
    }

    @Test
    void an_address_that_was_discovered_moves_wireserver_and_host_plugin() {
        Setup moved = setup("").with("10.0.0.7");

        assertThat(moved.endpoints().wireServer()).hasToString("10.0.0.7:80");
        assertThat(moved.endpoints().hostPlugin()).hasToString("10.0.0.7:32526");
        assertThat(moved.endpoints().imds().host()).isEqualTo("169.254.169.254");
    }

    @Test
    @Conforms("03R#15")
    void an_address_that_the_owner_names_or_static_discovery_forbids_the_search() {
        assertThat(setup("").discovers()).isTrue();
        assertThat(setup("Protocol.EndpointDiscovery=static\n").discovers()).isFalse();
        assertThat(setup("Protocol.WireServer=10.0.0.7:80\n").discovers()).isFalse();
    }
}
