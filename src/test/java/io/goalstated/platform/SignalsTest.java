package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void a_signal_calls_the_reaction() throws Exception {
        assumeThat(isIgnored(1))
                .as("started under nohup: the JVM leaves an ignored HUP alone")
                .isFalse();
        CountDownLatch heard = new CountDownLatch(1);
        Signals.on(Signals.Name.HUP, heard::countDown);

        // The shell's own kill: a minimal system has no program of that name.
        new ProcessBuilder("sh", "-c", "kill -HUP " + ProcessHandle.current().pid())
                .start()
                .waitFor();

        assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean isIgnored(int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask.substring(7).trim(), 16) >> (signal - 1) & 1) == 1;
    }
}
