package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginalEnvironmentTest {
    @Test
    void what_the_launcher_set_is_gone_and_what_it_replaced_is_back() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "MALLOC_ARENA_MAX", "1",
                "LC_ALL", "C.UTF-8",
                "GOALSTATED_CHANGED", "MALLOC_ARENA_MAX LC_ALL",
                "GOALSTATED_ORIGINAL_LC_ALL", "de_DE");

        assertThat(OriginalEnvironment.of(environment)).isEqualTo(Map.of("PATH", "/bin", "LC_ALL", "de_DE"));
    }

    @Test
    void without_a_launcher_only_our_own_variables_go() {
        Map<String, String> environment = Map.of("MALLOC_ARENA_MAX", "4", "GOALSTATED_Logs__Verbose", "y");

        assertThat(OriginalEnvironment.of(environment)).isEqualTo(Map.of("MALLOC_ARENA_MAX", "4"));
    }
}
