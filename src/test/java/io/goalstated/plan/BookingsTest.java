package io.goalstated.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookingsTest {
    private static final VersionNumber OLD = new VersionNumber("1.0");
    private static final VersionNumber NEW = new VersionNumber("1.1.0-rc.1");

    private static final List<Step.Booking> EVERY_KIND = List.of(
            new Step.RecordState(OLD, HandlerState.INSTALLED),
            new Step.RecordState(NEW, HandlerState.FAILED_UPGRADE),
            new Step.RecordStatus(OLD, true, "Plugin enabled"),
            new Step.RecordStatus(NEW, false, "Plugin \"disabled\"\n"),
            new Step.RecordExtension(OLD, "one", true),
            new Step.RecordExtension(NEW, "two", false),
            new Step.ForgetExtension(NEW, "one"),
            new Step.CarryOver(OLD, NEW),
            new Step.Remove(OLD));

    @Test
    void every_step_comes_back_from_the_journal_as_it_was() throws MalformedJson {
        String journal = SpacedJson.write(Bookings.toJson(EVERY_KIND));

        assertThat(Bookings.fromJson(Json.parse(journal))).isEqualTo(EVERY_KIND);
    }

    @Test
    void the_journal_says_what_this_version_of_the_agent_writes() {
        assertThat(SpacedJson.write(Bookings.toJson(EVERY_KIND)))
                .isEqualTo("[[\"state\", \"1.0\", \"Installed\"], [\"state\", \"1.1.0-rc.1\", \"FailedUpgrade\"], "
                        + "[\"status\", \"1.0\", \"Plugin enabled\", true], "
                        + "[\"status\", \"1.1.0-rc.1\", \"Plugin \\\"disabled\\\"\\n\", false], "
                        + "[\"extension\", \"1.0\", \"one\", true], [\"extension\", \"1.1.0-rc.1\", \"two\", false], "
                        + "[\"forget\", \"1.1.0-rc.1\", \"one\"], [\"carry\", \"1.0\", \"1.1.0-rc.1\"], "
                        + "[\"remove\", \"1.0\"]]");
    }

    @Test
    void settings_are_left_to_the_next_plan() {
        assertThat(Bookings.toJson(List.of(new Step.WriteSettings(OLD), new Step.Remove(OLD))))
                .hasSize(1);
    }

    @Test
    void what_is_not_understood_is_left_out() throws MalformedJson {
        String journal = """
                [["state"], [], {}, 7, null, "state", ["state", "one", "Installed"], ["carry", "1.0", "up"],
                 ["dance", "1.0", "tango"], ["remove", "1.0", "more"]]""";

        assertThat(Bookings.fromJson(Json.parse(journal))).containsExactly(new Step.Remove(OLD));
    }

    @Test
    void a_journal_that_is_no_list_books_nothing() throws MalformedJson {
        assertThat(Bookings.fromJson(Json.parse("\"remove\""))).isEmpty();
        assertThat(Bookings.fromJson(Json.parse("{\"a\": 1}"))).isEmpty();
    }
}
