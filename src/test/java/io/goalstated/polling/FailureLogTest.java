package io.goalstated.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.event.Events;
import io.goalstated.platform.ManualTimers;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private final FailureLog log = new FailureLog(new ManualTimers(), Events.NONE);
    private int named;

    private String inForce() {
        named++;
        return "id=incarnation_1";
    }

    @Test
    void what_is_in_force_is_named_once_when_looks_succeed_again() {
        log.succeeded(this::inForce);
        assertThat(named).isZero();

        log.failed("no answer");
        log.failed("no answer");
        log.succeeded(this::inForce);
        log.succeeded(this::inForce);

        assertThat(named).isEqualTo(1);
        assertThat(log.survived()).isEqualTo(1);
    }
}
