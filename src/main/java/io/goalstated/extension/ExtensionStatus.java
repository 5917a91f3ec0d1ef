package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.Optional;

/**
 * What is said of one set of settings, by its handler or on its behalf (spec 01 §10.2).
 *
 * @param word empty only for an empty status array
 * @param code a number or a text, passed on as the handler wrote it; JSON null only for an empty status array
 * @param operation the handler's word for what it did
 * @param configurationAppliedTime as the handler wrote it
 * @param message not redacted yet
 */
public record ExtensionStatus(
        Optional<Word> word,
        JsonNode code,
        Optional<String> operation,
        Optional<String> configurationAppliedTime,
        Optional<String> message,
        List<Substatus> substatuses) {

    /** The four values that the platform knows. */
    public enum Word {
        TRANSITIONING("transitioning"),
        WARNING("warning"),
        ERROR("error"),
        SUCCESS("success");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Whether nothing more is to be expected: {@code warning} does not say so (spec 02 §7.1). */
        public boolean isTerminal() {
            return this == ERROR || this == SUCCESS;
        }

        /** Letter case counts: {@code Success} is none of them. */
        public static Optional<Word> parse(String text) {
            for (Word word : values()) {
                if (word.text.equals(text)) {
                    return Optional.of(word);
                }
            }
            return Optional.empty();
        }
    }

    /** One part of what a handler does, with its own status. */
    public record Substatus(Optional<String> name, Word word, JsonNode code, Optional<String> message) {}

    public ExtensionStatus {
        substatuses = List.copyOf(substatuses);
    }

    /** A status that the agent reports in the handler's place. */
    public static ExtensionStatus of(Word word, int code, Optional<String> operation, String message) {
        return new ExtensionStatus(
                Optional.of(word), IntNode.valueOf(code), operation, Optional.empty(), Optional.of(message), List.of());
    }

    public boolean isTerminal() {
        return word.filter(Word::isTerminal).isPresent();
    }
}
