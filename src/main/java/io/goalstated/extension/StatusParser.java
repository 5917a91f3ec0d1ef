package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.goalstated.extension.ExtensionStatus.Substatus;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads status files (spec 02 §7.1–7.3) with all the liberties that published handlers take (spec 05 §2). */
final class StatusParser {
    private static final int EXCERPT = 2000;
    private static final int LONGEST_QUOTE = 4096;
    private static final String INVALID = "Invalid status format by extension: ";

    private StatusParser() {}

    static StatusFile parse(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return notJson("the file is not UTF-8", new String(content, StandardCharsets.UTF_8));
        }
        try {
            ExtensionStatus status = status(Json.parse(text));
            return new StatusFile.Stated(StatusLimits.isOversize(text) ? StatusLimits.cut(status) : status);
        } catch (MalformedJson e) {
            return notJson(e.getMessage(), text);
        } catch (NotAStatus e) {
            return new StatusFile.Malformed(e.reason);
        }
    }

    private static StatusFile notJson(String reason, String text) {
        return new StatusFile.NotJson(reason, StatusLimits.first(EXCERPT, text));
    }

    private static ExtensionStatus status(JsonNode root) throws NotAStatus {
        if (root.isNull() || (root.isArray() && root.isEmpty())) {
            return new ExtensionStatus(
                    Optional.empty(),
                    NullNode.instance,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }
        if (!root.isArray()) {
            throw new NotAStatus("The extension status must be an array: "
                    + StatusLimits.first(LONGEST_QUOTE, SpacedJson.write(root)));
        }
        JsonNode status = member(root.get(0), "status", "status");
        JsonNode word = member(status, "status", "status/status");
        return new ExtensionStatus(
                Optional.of(Word.parse(word.asText())
                        .filter(known -> word.isTextual())
                        .orElse(Word.ERROR)),
                code(status.path("code")),
                text(status.path("operation")),
                text(status.path("configurationAppliedTime")),
                message(status.path("formattedMessage")),
                substatuses(status.path("substatus")));
    }

    /** Absent, null or anything else that is empty means none; null items are skipped. */
    private static List<Substatus> substatuses(JsonNode node) throws NotAStatus {
        if (isNothing(node) || (node.isContainerNode() && node.isEmpty())) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new NotAStatus(INVALID + "status/substatus is not an array");
        }
        List<Substatus> substatuses = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isNull()) {
                substatuses.add(substatus(item));
            }
        }
        return substatuses;
    }

    private static Substatus substatus(JsonNode item) throws NotAStatus {
        JsonNode status = member(item, "status", "substatus/status");
        Optional<Word> word = status.isTextual() ? Word.parse(status.textValue()) : Optional.empty();
        if (word.isEmpty()) {
            throw new NotAStatus("Invalid value " + StatusLimits.first(EXCERPT, SpacedJson.write(status))
                    + " at the node substatus/status");
        }
        return new Substatus(
                text(item.path("name")), word.get(), code(item.path("code")), message(item.path("formattedMessage")));
    }

    private static JsonNode member(JsonNode parent, String name, String path) throws NotAStatus {
        JsonNode member = parent.get(name);
        if (member == null) {
            throw new NotAStatus(INVALID + "Missing " + path + " key");
        }
        return member;
    }

    private static Optional<String> message(JsonNode formatted) throws NotAStatus {
        if (isNothing(formatted)) {
            return Optional.empty();
        }
        member(formatted, "lang", "formattedMessage/lang");
        return text(member(formatted, "message", "formattedMessage/message"));
    }

    /** Numbers and texts as they are; nothing else may reach the platform as a code. */
    private static JsonNode code(JsonNode node) {
        return node.isNumber() || node.isTextual() ? node : IntNode.valueOf(0);
    }

    private static Optional<String> text(JsonNode node) {
        if (isNothing(node)) {
            return Optional.empty();
        }
        return Optional.of(node.isTextual() ? node.textValue() : SpacedJson.write(node));
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    /** Leaves the reading of a document that is JSON but not a status. */
    private static final class NotAStatus extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotAStatus(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
