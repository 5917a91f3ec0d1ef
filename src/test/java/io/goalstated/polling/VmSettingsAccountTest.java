package io.goalstated.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Metric;
import io.goalstated.event.Operation;
import io.goalstated.platform.ManualTimers;
import io.goalstated.wire.VmSettingsAnswer.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VmSettingsAccountTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<AgentEvent> told = new ArrayList<>();
    private final VmSettingsAccount account = new VmSettingsAccount(timers, new Events() {
        @Override
        public void tell(AgentEvent event) {
            told.add(event);
        }

        @Override
        public void measured(Metric metric) {}
    });

    @Test
    void three_failures_of_an_hour_are_told_one_by_one() {
        for (int i = 0; i < 5; i++) {
            account.asked();
            account.failed(Trouble.SERVER_ERROR, "vmSettings: 500");
        }

        assertThat(told).hasSize(3).allMatch(event -> event.operation() == Operation.VM_SETTINGS);
        assertThat(told.get(0).message()).isEqualTo("[ServerError] vmSettings: 500");
    }

    @Test
    void an_hour_is_summed_up_when_the_next_begins() {
        account.asked();
        account.asked();
        account.failed(Trouble.TIMEOUT, "late");
        account.asked();
        account.failed(Trouble.CLIENT_ERROR, "vmSettings: 400");
        told.clear();
        timers.advance(Duration.ofHours(1));

        account.asked();

        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.operation()).isEqualTo(Operation.VM_SETTINGS_SUMMARY);
            assertThat(event.message())
                    .isEqualTo(
                            "{\"requests\": 3, \"errors\": 2, \"serverErrors\": 0, \"clientErrors\": 1, \"timeouts\": 1, "
                                    + "\"failedRequests\": 0}");
        });
    }

    @Test
    void each_hour_counts_anew() {
        account.asked();
        timers.advance(Duration.ofHours(1));
        account.asked();
        told.clear();
        timers.advance(Duration.ofHours(1));

        account.asked();

        assertThat(told)
                .singleElement()
                .extracting(AgentEvent::message)
                .asString()
                .contains("\"requests\": 1,");
    }
}
