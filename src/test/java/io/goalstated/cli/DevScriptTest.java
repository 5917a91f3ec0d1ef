package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dev setup} on a made-up machine, which has everything and where nothing can be installed. */
class DevScriptTest {
    @TempDir
    Path machine;

    @BeforeEach
    void programs() throws IOException {
        program("bin/mvn", "echo 'Apache Maven 3.9.9'");
        for (String each : List.of("python3", "openssl")) {
            program("bin/" + each, "exit 0");
        }
        for (String each : List.of("apt-get", "apt-cache", "dnf", "yum", "zypper", "sudo", "javac")) {
            program("bin/" + each, "exit 1");
        }
    }

    @Test
    void a_jdk_is_known_by_its_version() throws Exception {
        program("jdk/bin/javac", "echo 'javac 21.0.2'");

        assertThat(setUp()).contains("ready: " + machine.resolve("jdk"));
    }

    @Test
    void a_jdk_that_first_tells_of_options_it_picked_up_is_known_all_the_same() throws Exception {
        program("jdk/bin/javac", "echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=8' >&2; echo 'javac 17.0.15'");

        assertThat(setUp()).contains("ready: " + machine.resolve("jdk"));
    }

    private String setUp() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("./dev", "setup").redirectErrorStream(true);
        builder.environment().put("PATH", machine.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", machine.resolve("jdk").toString());
        Process script = builder.redirectInput(Path.of("/dev/null").toFile()).start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        script.waitFor();
        return said;
    }

    private void program(String name, String text) throws IOException {
        Path file = machine.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
