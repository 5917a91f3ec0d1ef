package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProvisioningStateTest {
    @Test
    void the_table_of_transitions_is_this() {
        String table = Arrays.stream(ProvisioningState.values())
                .map(from -> from + " ->"
                        + Arrays.stream(ProvisioningState.values())
                                .filter(from::mayBecome)
                                .map(to -> " " + to)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));

        assertThat(table).isEqualTo("""
                NOT_STARTED -> SKIPPED RUNNING DELEGATED FAILED PROVISIONED
                SKIPPED ->
                RUNNING -> WAITING FAILED PROVISIONED
                WAITING -> RUNNING FAILED
                DELEGATED -> FAILED PROVISIONED
                FAILED -> RUNNING FAILED PROVISIONED
                PROVISIONED ->""");
    }
}
