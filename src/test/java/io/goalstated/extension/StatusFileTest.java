package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.Conforms;
import io.goalstated.extension.ExtensionStatus.Substatus;
import io.goalstated.extension.ExtensionStatus.Word;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFileTest {
    private static final StatusFile.Subject SUBJECT = new StatusFile.Subject(
            "Contoso.Probe", new VersionNumber("1.2"), new SequenceNumber(7), "/lib/status/7.status");

    @Test
    void a_complete_file_is_passed_on() {
        StatusFile file = parse("""
                [{"version": "1.0", "timestampUTC": "2031-01-14T10:00:00+00:00", "status": {"name": "not used",
                  "operation": "Enable", "configurationAppliedTime": "2031-01-14T09:58:00Z", "status": "success",
                  "code": 3, "formattedMessage": {"lang": "en-US", "message": "done"}, "extra": {},
                  "substatus": [{"name": "step", "status": "warning", "code": "4",
                                 "formattedMessage": {"lang": "en", "message": "well"}}]}}, {"ignored": true}]
                """);

        assertThat(file)
                .isEqualTo(new StatusFile.Stated(new ExtensionStatus(
                        Optional.of(Word.SUCCESS),
                        IntNode.valueOf(3),
                        Optional.of("Enable"),
                        Optional.of("2031-01-14T09:58:00Z"),
                        Optional.of("done"),
                        List.of(new Substatus(
                                Optional.of("step"), Word.WARNING, TextNode.valueOf("4"), Optional.of("well"))))));
    }

    @Test
    void a_byte_order_mark_is_skipped() {
        assertThat(parse("\uFEFF[{\"status\": {\"status\": \"success\"}}]").word())
                .contains(Word.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Success", "failed", "SUCCESS", " success", "", "ready"})
    @Conforms("02#50")
    void a_status_outside_the_four_words_is_an_error_with_code_and_message_as_in_the_file(String word) {
        ExtensionStatus status = stated("[{\"status\": {\"status\": \"" + word
                + "\", \"code\": 42, \"formattedMessage\": {\"lang\": \"en\", \"message\": \"why\"}}}]");

        assertThat(status.word()).contains(Word.ERROR);
        assertThat(status.code()).isEqualTo(IntNode.valueOf(42));
        assertThat(status.message()).contains("why");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "3", "[]", "{}", "true"})
    void a_status_that_is_no_text_is_an_error(String word) {
        assertThat(stated("[{\"status\": {\"status\": " + word + "}}]").word()).contains(Word.ERROR);
    }

    @Test
    void a_missing_code_is_zero() {
        assertThat(stated("[{\"status\": {\"status\": \"success\"}}]").code()).isEqualTo(IntNode.valueOf(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "{\"a\": 1}", "[1]"})
    void a_code_that_is_neither_number_nor_text_is_zero(String code) {
        assertThat(stated("[{\"status\": {\"status\": \"success\", \"code\": " + code + "}}]")
                        .code())
                .isEqualTo(IntNode.valueOf(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "\"0\"", "\"E42\"", "1.50", "12345678901234567890"})
    void a_code_keeps_its_json_type(String code) {
        assertThat(stated("[{\"status\": {\"status\": \"success\", \"code\": " + code + "}}]")
                        .code())
                .hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"substatus\": null", ", \"substatus\": []", ", \"substatus\": [null, null]"})
    @Conforms("02#49")
    void no_substatus_null_and_null_items_are_all_none(String member) {
        assertThat(stated("[{\"status\": {\"status\": \"success\"" + member + "}}]")
                        .substatuses())
                .isEmpty();
    }

    @Test
    @Conforms("02#49")
    void a_null_item_among_substatuses_is_skipped() {
        assertThat(stated("[{\"status\": {\"status\": \"success\", \"substatus\": [null, {\"status\": \"error\"}]}}]")
                        .substatuses())
                .containsExactly(new Substatus(Optional.empty(), Word.ERROR, IntNode.valueOf(0), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void an_empty_array_leaves_every_field_null(String text) {
        ExtensionStatus status = stated(text);

        assertThat(status.word()).isEmpty();
        assertThat(status.code()).isEqualTo(NullNode.instance);
        assertThat(status.message()).isEmpty();
    }

    @Test
    @Conforms("02#48")
    void an_object_is_no_status() {
        ExtensionStatus status =
                parse("{\"status\": {\"status\": \"success\"}}").reported(SUBJECT);

        assertThat(status.word()).contains(Word.ERROR);
        assertThat(status.code()).isEqualTo(IntNode.valueOf(1012));
        assertThat(status.message())
                .contains("Could not get a valid status from the extension Contoso.Probe-1.2. Encountered the following"
                        + " error: The extension status must be an array: {\"status\": {\"status\": \"success\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null]",
                "[1]",
                "[[]]",
                "[\"status\"]",
                "[{}]",
                "[{\"status\": \"status\"}]",
                "[{\"status\": null}]",
                "[{\"status\": {}}]",
                "[{\"status\": {\"status\": \"success\", \"formattedMessage\": {\"message\": \"m\"}}}]",
                "[{\"status\": {\"status\": \"success\", \"formattedMessage\": {\"lang\": \"en\"}}}]",
                "[{\"status\": {\"status\": \"success\", \"formattedMessage\": \"lang message\"}}]",
                "[{\"status\": {\"status\": \"success\", \"substatus\": 1}}]",
                "[{\"status\": {\"status\": \"success\", \"substatus\": [1]}}]",
                "[{\"status\": {\"status\": \"success\", \"substatus\": [{}]}}]",
                "[{\"status\": {\"status\": \"success\", \"substatus\": [{\"status\": \"failed\"}]}}]",
                "[{\"status\": {\"status\": \"success\", \"substatus\": [{\"status\": null}]}}]",
                "7",
                "\"text\"",
                "true"
            })
    @Conforms("02#52")
    void json_that_is_no_status_is_an_error_of_this_extension(String text) {
        StatusFile file = parse(text);

        assertThat(file).isInstanceOf(StatusFile.Malformed.class);
        assertThat(file.reported(SUBJECT).code()).isEqualTo(IntNode.valueOf(1012));
        assertThat(file.word()).contains(Word.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[{\"status\": {\"status\": \"succ", "[] []", "[{\"\" \"a\": 1}]", "hello"})
    @Conforms("02#47")
    void what_is_not_json_is_quoted(String text) {
        StatusFile file = parse(text);
        ExtensionStatus status = file.reported(SUBJECT);

        assertThat(file).isInstanceOf(StatusFile.NotJson.class);
        assertThat(status.code()).isEqualTo(IntNode.valueOf(1012));
        assertThat(status.message().orElseThrow())
                .startsWith("The status reported by the extension Contoso.Probe-1.2(Sequence number 7), was in an"
                        + " incorrect format and the agent could not parse it correctly. Failed due to ")
                .endsWith(" \n First 2000 Bytes of status file:\n " + text);
    }

    @Test
    @Conforms("02#47")
    void no_more_than_2000_characters_are_quoted() {
        StatusFile.NotJson file = (StatusFile.NotJson) parse("[" + "\uD83D\uDE00".repeat(3000));

        assertThat(file.beginning().codePointCount(0, file.beginning().length()))
                .isEqualTo(2000);
    }

    @Test
    @Conforms("02#52")
    void what_is_not_utf_8_is_an_error_of_this_extension() {
        byte[] latin1 = "[{\"status\": {\"status\": \"success\", \"operation\": \"\u00FC\"}}]"
                .getBytes(StandardCharsets.ISO_8859_1);

        StatusFile file = StatusFile.parse(latin1);

        assertThat(file).isInstanceOf(StatusFile.NotJson.class);
        assertThat(file.reported(SUBJECT).message().orElseThrow()).contains("not UTF-8");
    }

    @Test
    void deep_nesting_is_refused() {
        assertThat(parse("[".repeat(100_000))).isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    void a_million_tiny_parts_are_refused() {
        assertThat(parse("[" + "{},".repeat(300_000) + "{}]")).isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    void a_number_beyond_every_range_is_refused() {
        assertThat(parse("[{\"status\": {\"status\": \"success\", \"code\": 1e99999999999}}]"))
                .isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    @Conforms({"02#46", "B9"})
    void no_file_is_transitioning_and_not_success() {
        ExtensionStatus status = new StatusFile.Missing().reported(SUBJECT);

        assertThat(status.word()).contains(Word.TRANSITIONING);
        assertThat(status.code()).isEqualTo(IntNode.valueOf(0));
        assertThat(status.message())
                .contains("This status is being reported by the Guest Agent since no status file was reported by"
                        + " extension Contoso.Probe: Status file /lib/status/7.status does not exist");
        assertThat(new StatusFile.Missing().word()).isEmpty();
    }

    @Test
    void an_unreadable_file_is_an_error_without_a_code_of_its_own() {
        ExtensionStatus status = new StatusFile.Unreadable("it is a directory").reported(SUBJECT);

        assertThat(status.word()).contains(Word.ERROR);
        assertThat(status.code()).isEqualTo(IntNode.valueOf(-1));
        assertThat(status.message())
                .contains("We couldn't read any status for Contoso.Probe-1.2 extension, for the sequence number 7."
                        + " It failed due to it is a directory");
    }

    private static StatusFile parse(String text) {
        return StatusFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ExtensionStatus stated(String text) {
        assertThat(parse(text)).isInstanceOf(StatusFile.Stated.class);
        return parse(text).reported(SUBJECT);
    }
}
