package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.goalstate.ChannelChoice.Seen;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelChoiceTest {
    /**
     * A goal state written {@code F5} (Fabric, created at tick 5), {@code T5} (Fast Track), {@code M5} (vmSettings that
     * mirror Fabric) or {@code U5} (vmSettings of unknown source).
     */
    private static Optional<ExtensionsGoalState> state(String text) throws MalformedGoalState {
        if (text == null) {
            return Optional.empty();
        }
        String ticks = text.substring(1);
        return Optional.of(
                switch (text.charAt(0)) {
                    case 'F' ->
                        ExtensionsConfig.parse(
                                new Incarnation(ticks),
                                "<Extensions><InVMGoalStateMetaData createdOnTicks='" + ticks + "'/></Extensions>");
                    case 'T' -> fastTrack(ticks, "FastTrack");
                    case 'M' -> fastTrack(ticks, "Fabric");
                    default -> fastTrack(ticks, "");
                });
    }

    private static ExtensionsGoalState fastTrack(String ticks, String source) throws MalformedGoalState {
        return VmSettings.parse(
                        ticks,
                        "{\"extensionsLastModifiedTickCount\": " + ticks + ", \"extensionGoalStatesSource\": \""
                                + source + "\"}")
                .goalState();
    }

    @Conforms({"01#13.33", "01#13.34", "01#13.35"})
    @ParameterizedTest(name = "{5}")
    @CsvSource({
        // current, fabric, vmSettings, new, result, why
        "  , F5,   , false, F5, first look without Fast Track",
        "  , F5, T4, true , F5, first look with an older Fast Track",
        "  , F5, T5, true , F5, a tie goes to Fabric",
        "  , F5, T6, true , T6, first look with a later Fast Track",
        "  ,   ,   , false,   , nothing yet",
        "F5,   ,   , false, F5, nothing changed",
        "F5,   , T6, false, F5, nothing changed although vmSettings are cached",
        "F5,   , T6, true , T6, a new and newer Fast Track",
        "F5,   , T5, true , T5, a new Fast Track of the same age",
        "F5,   , T4, true , F5, a new but older Fast Track is kept out",
        "F5,   , M6, true , F5, vmSettings that mirror Fabric are ignored",
        "F5,   , U6, true , U6, an unknown source takes part",
        "F5, F6, M7, true , F6, a mirror does not compete",
        "T5, F6, T5, false, F6, a new incarnation newer than the Fast Track",
        "T5, F4, T5, false, T5, a new incarnation with unchanged Fast Track such as a certificate rotation",
        "T5, F6, T7, true , T7, both changed and Fast Track is later",
        "T5, F7, T6, true , F7, both changed and Fabric is later",
        "T7, F5, T6, true , T7, both changed and both are older",
        "T5, F0,   , false, T5, an ExtensionsConfig without a time is older than anything",
    })
    void the_more_recent_goal_state_is_in_force(
            String current, String fabric, String vmSettings, boolean isNew, String result, String why)
            throws MalformedGoalState {
        Seen seen = new Seen(state(fabric), state(vmSettings), isNew);

        assertThat(ChannelChoice.choose(state(current), seen)).as(why).isEqualTo(state(result));
    }

    @Test
    void one_tick_decides() throws MalformedGoalState {
        Seen seen = new Seen(state("F638700000000000007"), state("T638700000000000008"), true);

        assertThat(ChannelChoice.choose(Optional.empty(), seen)).isEqualTo(state("T638700000000000008"));
    }

    @Test
    void fabric_is_outdated_when_fast_track_had_gone_further() throws MalformedGoalState {
        ExtensionsGoalState fabric = state("F5").orElseThrow();

        assertThat(ChannelChoice.isOutdated(fabric, new Ticks(6))).isTrue();
        assertThat(ChannelChoice.isOutdated(fabric, new Ticks(5))).isFalse();
    }
}
