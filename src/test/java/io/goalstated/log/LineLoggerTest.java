package io.goalstated.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;

class LineLoggerTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final LogOutput output = new LogOutput(new PrintStream(errors, true, StandardCharsets.UTF_8));
    private final Logger ours = new LineLogger("io.goalstated.wire.Poller", output);

    @Test
    void slf4j_finds_this_provider() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(Loggers.class);
    }

    @Test
    void before_anybody_sets_the_log_up_only_warnings_are_written() {
        ours.info("quiet");
        ours.warn("loud");

        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("loud").doesNotContain("quiet");
    }

    @Test
    void libraries_are_heard_from_warnings_on_however_verbose_we_are() {
        output.use(new LogSettings(Level.DEBUG, Optional.empty(), 1, 1, 1, false, false));
        Logger library = new LineLogger("io.netty.channel.Channel", output);

        assertThat(ours.isDebugEnabled()).isTrue();
        assertThat(library.isInfoEnabled()).isFalse();
        assertThat(library.isWarnEnabled()).isTrue();
    }

    @Test
    void arguments_fill_the_message_and_a_marker_is_the_prefix() {
        ours.warn(new BasicMarkerFactory().getMarker("[Bench.A-1.0.0]"), "took {} ms, {}", 3, "fine");

        assertThat(errors.toString(StandardCharsets.UTF_8)).endsWith(" [Bench.A-1.0.0] took 3 ms, fine\n");
    }
}
