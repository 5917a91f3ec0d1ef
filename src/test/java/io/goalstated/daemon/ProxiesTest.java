package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.ProxyRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    @Test
    @Conforms("OPS-68")
    void of_two_readings_the_one_that_was_asked_for_last_counts_whichever_ends_last() throws IOException {
        List<Runnable> readings = new ArrayList<>();
        write("agent:old", "rw-------");
        Proxies proxies = new Proxies(setup(), new Disk(), new Offload() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                Future<T> done = new DirectOffload().run(work);
                Promise<T> told = Promise.promise();
                readings.add(() -> done.onComplete(told));
                return told.future();
            }
        });

        proxies.readAgain();
        write("agent:new", "rw-------");
        proxies.readAgain();
        assertThat(password(proxies)).isEqualTo("old");
        readings.get(1).run();
        readings.get(0).run();

        assertThat(password(proxies)).isEqualTo("new");
    }

    private static String password(Proxies proxies) {
        return new String(
                proxies.inForce().credentials().orElseThrow().password().bytes(), StandardCharsets.UTF_8);
    }

    private ProxyRules read() {
        return new Proxies(setup(), new Disk(), new DirectOffload()).inForce();
    }

    private Setup setup() {
        return new Setup(
                new SystemRoot(root),
                Configuration.of(List.of(ConfigFile.parse(
                        "f", "HttpProxy.Host=proxy\nHttpProxy.Port=3128\nHttpProxy.CredentialFile=/etc/proxy\n"))),
                "f",
                Map.of(),
                AgentVersion.current());
    }

    private void write(String text, String modes) throws IOException {
        Path file = root.resolve("etc/proxy");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }
}
