package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void a_signal_calls_the_reaction() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        Signals.on(Signals.Name.HUP, heard::countDown);

        new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();

        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
