package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateProbeTest {
    @Test
    void the_date_of_whatever_answer_is_the_servers_time() throws Exception {
        assertThat(askOneThatSays("HTTP/1.1 400 Bad\r\nServer: x\r\ndate:  Wed, 01 Jul 2026 12:00:00 GMT \r\n\r\nbody"))
                .contains(Instant.parse("2026-07-01T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n\r\nDate: Wed, 01 Jul 2026 12:00:00 GMT",
                "HTTP/1.1 200 OK\r\nDate: yesterday\r\n\r\n",
                "\r\n"
            })
    void an_answer_without_a_usable_date_says_nothing(String answer) throws Exception {
        assertThat(askOneThatSays(answer)).isEmpty();
    }

    @Test
    void a_server_that_never_answers_or_is_not_there_says_nothing() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            assertThat(DateProbe.REAL.date("127.0.0.1", port, Duration.ofMillis(200)))
                    .isEmpty();
        }

        assertThat(DateProbe.REAL.date("127.0.0.1", port, Duration.ofSeconds(5)))
                .isEmpty();
    }

    private static Optional<Instant> askOneThatSays(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server, answer));
            answering.start();
            Optional<Instant> date = DateProbe.REAL.date("127.0.0.1", server.getLocalPort(), Duration.ofSeconds(10));
            answering.join();
            return date;
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            // What was not read would turn the end into a reset.
            int read = socket.getInputStream().read(new byte[4096]);
            assertThat(read).isPositive();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
