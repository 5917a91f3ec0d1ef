package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.ManualTimers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private final ManualTimers timers = new ManualTimers();
    private final Outages outages = new Outages(timers);
    private final Target a = Target.parse("http://a.example/x").orElseThrow();
    private final Target b = Target.parse("http://b.example:81/y").orElseThrow();

    @Test
    void a_refused_connection_shows_at_once_and_tells_how_long() {
        outages.failed(a, new ConnectException("Connection refused"));
        timers.advance(Duration.ofSeconds(12));

        assertThat(outages.present()).singleElement().asString().contains("a.example", "Connection refused, for 12 s");
    }

    @Test
    void an_answer_ends_it_for_its_server_alone() {
        outages.failed(a, new ConnectException("Connection refused"));
        outages.failed(b, new UnknownHostException("b.example"));

        outages.answered(a);

        assertThat(outages.present()).singleElement().asString().contains("b.example:81");
    }

    @Test
    void a_server_that_breaks_off_is_reached() {
        outages.failed(a, new IOException("Connection reset"));

        assertThat(outages.present()).isEmpty();
    }

    @Test
    void a_goal_state_full_of_dead_addresses_fills_no_memory() {
        for (int i = 0; i < 1000; i++) {
            outages.failed(Target.parse("http://h" + i + ".example/").orElseThrow(), new ConnectException("refused"));
        }

        assertThat(outages.present()).hasSize(32);
    }
}
