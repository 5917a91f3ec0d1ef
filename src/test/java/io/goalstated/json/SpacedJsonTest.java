package io.goalstated.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Byte for byte: spec 02 §4.2, spec 05 §2. */
class SpacedJsonTest {
    @Test
    void colons_and_commas_are_followed_by_one_blank() throws MalformedJson {
        assertThat(SpacedJson.write(Json.parse("""
                {"a":{"b" : [1,2 , 3],"c":"x,y:z"},
                 "d":null,"e":true,"f":false,"g":[],"h":{},"i":[[],{}]}""")))
                .isEqualTo("{\"a\": {\"b\": [1, 2, 3], \"c\": \"x,y:z\"}, \"d\": null, \"e\": true, \"f\": false, "
                        + "\"g\": [], \"h\": {}, \"i\": [[], {}]}");
    }

    @Test
    void everything_but_ascii_is_escaped_in_lower_case() {
        ObjectNode node = Json.object();
        node.put("naïve", "é € \uD83D\uDE00 \u007f\u0080\uffff");

        assertThat(SpacedJson.write(node))
                .isEqualTo("{\"na\\u00efve\": \"\\u00e9 \\u20ac \\ud83d\\ude00 \\u007f\\u0080\\uffff\"}");
    }

    @Test
    void half_a_surrogate_pair_is_escaped_like_anything_else() {
        assertThat(SpacedJson.write(Json.array().add("\uD83D"))).isEqualTo("[\"\\ud83d\"]");
    }

    @Test
    void control_characters_have_their_short_names_where_there_are_any() {
        assertThat(SpacedJson.write(Json.array().add("\b\t\n\f\r\u0000\u001f\u000b")))
                .isEqualTo("[\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u000b\"]");
    }

    @Test
    void quotes_and_backslashes_are_escaped_and_slashes_are_not() {
        assertThat(SpacedJson.write(Json.array().add("\"C:\\dir\" and /usr/bin <&'>")))
                .isEqualTo("[\"\\\"C:\\\\dir\\\" and /usr/bin <&'>\"]");
    }

    @Test
    void what_is_written_can_be_read_and_is_the_same() throws MalformedJson {
        String text =
                "{\"n\": [0, -1, 1.0, 12345678901234567890, 1.50], \"s\": \"\\u00e9\\\"\\\\\\n\", \"o\": {\"x\": null}}";

        assertThat(SpacedJson.write(Json.parse(text))).isEqualTo(text);
    }
}
