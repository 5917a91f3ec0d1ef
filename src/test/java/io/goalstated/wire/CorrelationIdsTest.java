package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrelationIdsTest {
    @Test
    void each_is_another_random_guid() {
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(UUID.fromString(CorrelationIds.next()));
        }

        assertThat(seen)
                .hasSize(1000)
                .allSatisfy(id -> assertThat(id.version()).isEqualTo(4))
                .allSatisfy(id -> assertThat(id.variant()).isEqualTo(2));
    }
}
