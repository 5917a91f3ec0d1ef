package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.multi;
import static io.goalstated.supervise.Supervision.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Operation;
import io.goalstated.extension.ErrorCode;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.supervise.SupervisionView.HandlerView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal states that are seen and not carried out: unsupported ones and those on hold. Spec 02 §5.3 steps 2 and 3. */
class GoalStateNotExecutedTest {
    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void two_handlers_are_enabled() {
        vm = new Supervision(directory);
        vm.manifestExtras.put("Test.M-1.0.0", ",\"supportsMultipleExtensions\":true");
        vm.accept(
                enabled("Test.A", "1.0.0", 4),
                multi(
                        "Test.M",
                        "1.0.0",
                        RequestedState.ENABLED,
                        settings("one", 2, "enabled", 0),
                        settings("two", 3, "enabled", 0)));
        vm.commands.log.clear();
    }

    private HandlerView handler(String name) {
        return vm.look().handlers().stream()
                .filter(h -> h.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Conforms({"02#59", "01#13.13"})
    void an_unknown_feature_fails_the_goal_state_and_touches_nothing() {
        vm.acceptUnsupported(enabled("Test.B", "1.0.0", 0));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(vm.lib.resolve("Test.M-1.0.0")).exists();
        assertThat(vm.lib.resolve("Test.B-1.0.0")).doesNotExist();
        assertThat(vm.view.verdict().orElseThrow().code()).isEqualTo(ErrorCode.UNSUPPORTED_FEATURES);
        assertThat(vm.told).extracting(AgentEvent::operation).endsWith(Operation.GOAL_STATE_UNSUPPORTED_FEATURES);
        assertThat(vm.isBusy()).isFalse();
    }

    @Test
    @Conforms("02#59")
    void what_is_on_disk_is_reported_with_the_numbers_of_its_newest_settings_also_after_a_restart() throws IOException {
        Files.writeString(vm.lib.resolve("Test.A-1.0.0/config/9.settings"), "{}");
        Files.setLastModifiedTime(
                vm.lib.resolve("Test.A-1.0.0/config/9.settings"), FileTime.from(Instant.parse("1969-01-01T00:00:00Z")));
        vm.restart();

        vm.acceptUnsupported(enabled("Test.B", "1.0.0", 0));

        assertThat(vm.look().handlers())
                .extracting(h -> h.name().value())
                .containsExactlyInAnyOrder("Test.A", "Test.M");
        assertThat(handler("Test.A").status().orElseThrow().message()).contains("Plugin enabled");
        assertThat(handler("Test.A").extensions())
                .extracting(e -> e.name() + " " + e.sequenceNumber())
                .containsExactly("Test.A 4");
        assertThat(handler("Test.M").multiConfig()).isTrue();
        assertThat(handler("Test.M").extensions())
                .extracting(e -> e.name() + " " + e.sequenceNumber())
                .containsExactly("one 2", "two 3");
    }

    @Test
    @Conforms("02#59")
    void the_next_goal_state_that_is_understood_is_carried_out() {
        vm.acceptUnsupported(enabled("Test.B", "1.0.0", 0));

        vm.accept(enabled("Test.A", "1.0.0", 5));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#5");
        assertThat(vm.view.verdict().orElseThrow().isSuccess()).isTrue();
        assertThat(vm.lib.resolve("Test.M-1.0.0")).doesNotExist();
    }

    @Test
    @Conforms("02#56")
    void a_first_goal_state_on_hold_is_shown_and_not_carried_out() {
        vm.restart();

        vm.show(enabled("Test.A", "1.0.0", 5), enabled("Test.B", "1.0.0", 0));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.lib.resolve("Test.M-1.0.0")).exists();
        assertThat(vm.look().verdict()).isEmpty();
        assertThat(vm.look().handlers()).extracting(h -> h.name().value()).containsExactly("Test.A");
        assertThat(handler("Test.A").extensions())
                .extracting(e -> e.name() + " " + e.sequenceNumber())
                .containsExactly("Test.A 5");
    }

    @Test
    @Conforms("02#110")
    void it_is_carried_out_once_it_is_no_longer_on_hold() {
        vm.restart();
        vm.show(enabled("Test.A", "1.0.0", 5));

        vm.accept(enabled("Test.A", "1.0.0", 5));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#5");
    }

    @Test
    void a_later_goal_state_on_hold_leaves_the_verdict_of_the_one_before() {
        vm.show(enabled("Test.B", "1.0.0", 0));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.look().verdict().orElseThrow().isSuccess()).isTrue();
        assertThat(vm.look().handlers()).hasSize(2);
    }

    @Test
    void a_fault_of_the_agents_own_fails_the_goal_state_and_leaves_the_handlers_as_they_are() {
        vm.commands.log.clear();

        vm.failed(new IllegalStateException("secret"), enabled("Test.A", "1.0.0", 1));

        assertThat(vm.view.verdict().orElseThrow().goalStateId()).isEqualTo("incarnation_2");
        assertThat(vm.view.verdict().orElseThrow().code()).isEqualTo(ErrorCode.UNKNOWN);
        assertThat(vm.view.verdict().orElseThrow().message())
                .contains("incarnation_2", "IllegalStateException")
                .doesNotContain("secret");
        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }

    @Test
    void a_fault_of_the_agents_own_is_told_as_failed_processing() {
        vm.told.clear();

        vm.failed(new IllegalStateException(), enabled("Test.A", "1.0.0", 1));

        assertThat(vm.told).singleElement().satisfies(event -> {
            assertThat(event.operation()).isEqualTo(Operation.EXTENSION_PROCESSING);
            assertThat(event.success()).isFalse();
        });
    }

    @Test
    void the_next_goal_state_after_a_fault_is_carried_out() {
        vm.failed(new IllegalStateException(), enabled("Test.A", "1.0.0", 1));
        vm.commands.log.clear();

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.view.verdict().orElseThrow().isSuccess()).isTrue();
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#1");
    }
}
