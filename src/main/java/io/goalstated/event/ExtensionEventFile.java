package io.goalstated.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goalstated.event.ExtensionEvent.Judged;
import io.goalstated.event.ExtensionEvent.Member;
import io.goalstated.event.ExtensionEvent.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a file that an extension has left in its {@code events} directory: one event, or an array of them (spec 02 §14).
 * An event that breaks the rules costs that event; a file that is not JSON costs the file.
 */
public final class ExtensionEventFile {
    /** Larger files are not read. */
    public static final int MAX_BYTES = 4 << 20;

    private final JsonParser parser;
    private final int limit;
    private final List<ExtensionEvent> events = new ArrayList<>();
    private final Map<Refusal, Integer> refused = new LinkedHashMap<>();

    private ExtensionEventFile(JsonParser parser, int limit) {
        this.parser = parser;
        this.limit = limit;
    }

    /** @param refused how many events for which reason */
    public record Reading(List<ExtensionEvent> events, Map<Refusal, Integer> refused) {
        public Reading {
            events = List.copyOf(events);
            refused = Map.copyOf(refused);
        }
    }

    /** @param limit so many events are read; the rest of the file is not looked at */
    public static Reading read(InputStream in, int limit) throws IOException, MalformedEvents {
        return EventJson.read(in, parser -> new ExtensionEventFile(parser, limit).read());
    }

    private Reading read() throws IOException, MalformedEvents {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedEvents("empty");
        }
        if (first == JsonToken.START_ARRAY) {
            while (events.size() < limit && parser.nextToken() != JsonToken.END_ARRAY) {
                event();
            }
        } else {
            event();
        }
        if (events.size() < limit && parser.nextToken() != null) {
            throw new MalformedEvents("something follows the document");
        }
        return new Reading(events, refused);
    }

    private void event() throws IOException {
        Judged judged = ExtensionEvent.judge(members());
        judged.event().ifPresent(events::add);
        judged.refusal().ifPresent(why -> refused.merge(why, 1, Integer::sum));
    }

    /** Of the current value; what is no object has none. Of several members of one name the last counts. */
    private Map<Member, String> members() throws IOException {
        Map<Member, String> members = new EnumMap<>(Member.class);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return members;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Member member = Member.named(parser.currentName()).orElse(null);
            JsonToken value = parser.nextToken();
            if (member == null) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_STRING
                    || (value == JsonToken.VALUE_NUMBER_INT && member.mayBeNumber())) {
                members.put(member, EventJson.text(parser));
            } else if (value == JsonToken.VALUE_NULL && member == Member.MESSAGE) {
                members.put(member, "");
            } else {
                members.remove(member);
                parser.skipChildren();
            }
        }
        return members;
    }
}
