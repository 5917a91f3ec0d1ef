package io.goalstated.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.Heartbeat;
import io.goalstated.extension.StatusFile;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.SupervisionView.HandlerView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final Instant WRITTEN = Instant.parse("2031-01-14T10:00:00Z");
    private static final HandlerView HANDLER = Views.enabled().handler();
    private static final StatusFile FILE = new StatusFile.Missing();
    private static final SupervisionView VIEW = new SupervisionView(Optional.empty(), List.of(HANDLER), List.of());

    private final Observation before = seen(FILE, WRITTEN, Optional.empty(), false);

    @Test
    void two_looks_at_the_same_are_alike() {
        assertThat(seen(FILE, WRITTEN, Optional.empty(), false).isAs(before)).isTrue();
    }

    @Test
    void a_file_written_again_a_heartbeat_or_a_half_written_file_is_another_sight() {
        assertThat(seen(FILE, WRITTEN.plusNanos(1), Optional.empty(), false).isAs(before))
                .isFalse();
        assertThat(seen(new StatusFile.Missing(), WRITTEN, Optional.empty(), false)
                        .isAs(before))
                .isFalse();
        assertThat(seen(FILE, WRITTEN, Optional.of(new Heartbeat.Silent()), false)
                        .isAs(before))
                .isFalse();
        assertThat(seen(FILE, WRITTEN, Optional.empty(), true).isAs(before)).isFalse();
    }

    @Test
    void so_is_a_handler_more_or_less_and_a_newer_view() {
        SupervisionView newer = new SupervisionView(VIEW.verdict(), VIEW.handlers(), VIEW.rejected());
        Observation nothing = new Observation(Views.GUEST, VIEW, List.of(), false);

        assertThat(nothing.isAs(before)).isFalse();
        assertThat(before.isAs(nothing)).isFalse();
        assertThat(new Observation(Views.GUEST, newer, before.handlers(), false).isAs(before))
                .isFalse();
    }

    @Test
    void so_is_another_name_of_the_machine() {
        Guest renamed = new Guest("3.1.0.2", "vm1", "debian", "12");

        assertThat(new Observation(renamed, before.view(), before.handlers(), before.unsettled()).isAs(before))
                .isFalse();
    }

    private static Observation seen(
            StatusFile file, Instant modified, Optional<Heartbeat> heartbeat, boolean unsettled) {
        HandlerObservation.Extension extension =
                new HandlerObservation.Extension(HANDLER.extensions().get(0), file, "0.status", modified);
        return new Observation(
                Views.GUEST, VIEW, List.of(new HandlerObservation(HANDLER, heartbeat, List.of(extension))), unsettled);
    }
}
