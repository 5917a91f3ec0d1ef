package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.extension.ExtensionStatus.Substatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much of an oversize status file is passed on (spec 02 §7.3). All lengths count characters, not bytes. */
final class StatusLimits {
    private static final int MAX_CHARACTERS = 128 * 1024;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_FIELD = 10 * 1024;
    private static final String SUFFIX = " ... [TRUNCATED]";

    private StatusLimits() {}

    /** Files within the limit are passed on whole, however long their parts are. */
    static boolean isOversize(String text) {
        return length(text) > MAX_CHARACTERS;
    }

    /**
     * Cuts the message, and the names and messages of the substatuses, and drops the substatuses from the first one on
     * with which all of these together exceed the limit. The members that the contract names no limit for are cut like
     * the message: a limit that leaves them out would be none.
     */
    static ExtensionStatus cut(ExtensionStatus status) {
        Optional<String> message = status.message().map(text -> shorten(LONGEST_MESSAGE, text));
        int total = length(message);
        List<Substatus> kept = new ArrayList<>();
        for (Substatus substatus : status.substatuses()) {
            Substatus shortened = cut(substatus);
            total += length(shortened.name()) + length(shortened.message());
            if (total > MAX_CHARACTERS) {
                break;
            }
            kept.add(shortened);
        }
        return new ExtensionStatus(
                status.word(),
                code(status.code()),
                status.operation().map(text -> shorten(LONGEST_MESSAGE, text)),
                status.configurationAppliedTime().map(text -> shorten(LONGEST_MESSAGE, text)),
                message,
                kept);
    }

    private static Substatus cut(Substatus substatus) {
        return new Substatus(
                substatus.name().map(text -> shorten(LONGEST_FIELD, text)),
                substatus.word(),
                code(substatus.code()),
                substatus.message().map(text -> shorten(LONGEST_FIELD, text)));
    }

    private static JsonNode code(JsonNode code) {
        return code.isTextual() ? TextNode.valueOf(shorten(LONGEST_MESSAGE, code.textValue())) : code;
    }

    /** Only what is shorter than the limit stays as it is: a text of exactly that length gets the suffix as well. */
    private static String shorten(int limit, String text) {
        return length(text) < limit ? text : first(limit, text) + SUFFIX;
    }

    /** The first characters of a text; a pair of surrogates counts as the one character that it is. */
    static String first(int limit, String text) {
        return length(text) <= limit ? text : text.substring(0, text.offsetByCodePoints(0, limit));
    }

    private static int length(Optional<String> text) {
        return text.map(StatusLimits::length).orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
