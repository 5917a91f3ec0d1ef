package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.ExtensionStatus.Substatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLimitsTest {
    private static final String SUFFIX = " ... [TRUNCATED]";
    private static final int LIMIT = 131_072;

    @Test
    void a_file_of_exactly_the_limit_is_passed_on_whole() {
        String empty = file("", List.of());
        String message = "m".repeat(LIMIT - empty.length());

        assertThat(parsed(file(message, List.of())).message()).contains(message);
    }

    @Test
    void the_limit_counts_characters_not_bytes() {
        String message = "\u00FC".repeat(LIMIT - 1000);

        assertThat(parsed(file(message, List.of())).message()).contains(message);
    }

    @Test
    @Conforms("02#51")
    void the_message_of_an_oversize_file_is_cut_to_1024_characters_and_the_suffix() {
        assertThat(parsed(file("m".repeat(LIMIT), List.of())).message()).contains("m".repeat(1024) + SUFFIX);
    }

    @Test
    @Conforms("02#51")
    void a_message_one_shorter_than_its_limit_is_untouched_and_one_of_the_limit_gets_the_suffix() {
        List<String> filling = List.of("x".repeat(LIMIT));

        assertThat(parsed(file("m".repeat(1023), filling)).message()).contains("m".repeat(1023));
        assertThat(parsed(file("m".repeat(1024), filling)).message()).contains("m".repeat(1024) + SUFFIX);
    }

    @Test
    @Conforms("02#51")
    void fields_of_substatuses_are_cut_to_10240_characters_and_the_suffix() {
        Substatus first =
                parsed(file("m", List.of("x".repeat(LIMIT)))).substatuses().get(0);

        assertThat(first.message()).contains("x".repeat(10_240) + SUFFIX);
        assertThat(first.name()).contains("sub0");
    }

    @Test
    @Conforms("02#51")
    void the_parts_together_stay_within_the_limit_and_the_tail_is_dropped() {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            messages.add("s".repeat(20_000));
        }

        ExtensionStatus status = parsed(file("m".repeat(30_000), messages));

        // 1024 + 16, then 4 + 10240 + 16 for each that still fits.
        assertThat(status.substatuses()).hasSize((LIMIT - 1040) / 10_260);
    }

    @Test
    void what_follows_a_substatus_that_does_not_fit_is_dropped_even_if_it_would() {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            messages.add("s".repeat(20_000));
        }
        messages.add("small");

        assertThat(parsed(file("m", messages)).substatuses())
                .extracting(Substatus::message)
                .doesNotContain(Optional.of("small"));
    }

    @Test
    void an_oversize_file_without_a_message_keeps_its_own_verdict() {
        ExtensionStatus status = parsed("[{\"status\": {\"status\": \"success\", \"substatus\": [{\"name\": \""
                + "n".repeat(LIMIT) + "\", \"status\": \"success\"}]}}]");

        assertThat(status.word()).contains(ExtensionStatus.Word.SUCCESS);
        assertThat(status.message()).isEmpty();
        assertThat(status.substatuses().get(0).name()).contains("n".repeat(10_240) + SUFFIX);
    }

    @Test
    void members_without_a_limit_of_their_own_cannot_blow_up_the_report() {
        ExtensionStatus status = parsed("[{\"status\": {\"status\": \"error\", \"code\": \"" + "c".repeat(LIMIT)
                + "\", \"operation\": \"" + "o".repeat(LIMIT) + "\"}}]");

        assertThat(status.code().textValue()).hasSize(1024 + SUFFIX.length());
        assertThat(status.operation().orElseThrow()).hasSize(1024 + SUFFIX.length());
    }

    @Test
    void a_pair_of_surrogates_is_never_cut_apart() {
        String message =
                parsed(file("\uD83D\uDE00".repeat(LIMIT), List.of())).message().orElseThrow();

        assertThat(message).isEqualTo("\uD83D\uDE00".repeat(1024) + SUFFIX);
    }

    private static String file(String message, List<String> substatuses) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < substatuses.size(); i++) {
            items.append(i == 0 ? "" : ", ")
                    .append("{\"name\": \"sub" + i % 10
                            + "\", \"status\": \"success\", \"formattedMessage\": {\"lang\":"
                            + " \"en\", \"message\": \"" + substatuses.get(i) + "\"}}");
        }
        return "[{\"status\": {\"status\": \"success\", \"formattedMessage\": {\"lang\": \"en\", \"message\": \""
                + message + "\"}, \"substatus\": [" + items + "]}}]";
    }

    private static ExtensionStatus parsed(String text) {
        return ((StatusFile.Stated) StatusFile.parse(text.getBytes(StandardCharsets.UTF_8))).status();
    }
}
