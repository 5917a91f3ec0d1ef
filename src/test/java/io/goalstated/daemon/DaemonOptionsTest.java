package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonOptionsTest {
    @Test
    void a_value_is_the_next_word_or_behind_an_equals_sign() throws Exception {
        DaemonOptions options = DaemonOptions.parse(
                List.of("--root", "/r", "--config=/c", "--set", "A=b", "--provisioning-media=/m", "--verbose"));

        assertThat(options)
                .isEqualTo(new DaemonOptions(
                        Optional.of(Path.of("/c")),
                        Optional.of(Path.of("/r")),
                        List.of("A=b"),
                        Optional.of(Path.of("/m")),
                        true));
    }

    @Test
    void nothing_said_is_nothing_chosen() throws Exception {
        assertThat(DaemonOptions.parse(List.of()))
                .isEqualTo(new DaemonOptions(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false));
    }

    @Test
    void what_cannot_be_used_is_named() {
        assertThatThrownBy(() -> DaemonOptions.parse(List.of("--media=/m")))
                .isInstanceOf(DaemonOptions.BadUsage.class)
                .hasMessageContaining("--media=/m")
                .hasMessageContaining("--provisioning-media PATH");
        assertThatThrownBy(() -> DaemonOptions.parse(List.of("--root")))
                .isInstanceOf(DaemonOptions.BadUsage.class)
                .hasMessageContaining("--root needs a value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Logs.Verbose", "Logs.Verbose:y", "=y", ""})
    void an_assignment_that_is_none_is_refused_before_it_can_cost_the_others(String assignment) {
        assertThatThrownBy(() -> DaemonOptions.parse(List.of("--set=Logs.MaxFiles=3", "--set", assignment)))
                .isInstanceOf(DaemonOptions.BadUsage.class)
                .hasMessageContaining("KEY=VALUE")
                .hasMessageContaining("'" + assignment + "'");
    }
}
