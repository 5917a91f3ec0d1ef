package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.ProxyRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    @TempDir
    Path root;

    @Test
    @Conforms("OPS-68")
    void credentials_come_from_a_file_that_only_its_owner_may_read() throws IOException {
        write("agent:pass:wörd\nnothing else counts\n", "rw-------");

        ProxyRules rules = read();

        assertThat(rules.plain()).contains(new Endpoint("proxy", 3128));
        assertThat(rules.credentials()).hasValueSatisfying(known -> {
            assertThat(known.user()).isEqualTo("agent");
            assertThat(new String(known.password().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("pass:wörd");
            assertThat(known.toString()).doesNotContain("wörd");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rwxr-xr-x"})
    void a_file_that_others_may_use_is_not_used_and_the_proxy_is_asked_without(String modes) throws IOException {
        write("agent:password", modes);

        assertThat(read().credentials()).isEmpty();
        assertThat(read().plain()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "agent", ":password", "agent\n:password", "ag\u0000ent:password", "a:b\u0001"})
    void what_is_not_user_and_password_gives_no_credentials(String text) throws IOException {
        write(text, "rw-------");

        assertThat(read().credentials()).isEmpty();
    }

    @Test
    void a_link_or_nothing_in_its_place_gives_no_credentials() throws IOException {
        assertThat(read().credentials()).isEmpty();

        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "agent:password");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/proxy"), elsewhere);

        assertThat(read().credentials()).isEmpty();
    }

    private ProxyRules read() {
        Setup setup = new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.parse(
                        "f", "HttpProxy.Host=proxy\nHttpProxy.Port=3128\nHttpProxy.CredentialFile=/etc/proxy\n"))),
                "f",
                Map.of(),
                AgentVersion.current());
        return new Proxies(setup, new Disk()).read();
    }

    private void write(String text, String modes) throws IOException {
        Path file = root.resolve("etc/proxy");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }
}
