package io.goalstated.goalstate;

import io.goalstated.extension.SequenceNumber;
import java.util.Optional;

/** Whole numbers as the documents spell them, white space around them allowed. */
final class Numbers {
    private Numbers() {}

    static Optional<Integer> parse(String text) {
        try {
            return Optional.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Negative numbers name no settings file that a handler would find, so they are none. */
    static Optional<SequenceNumber> sequence(String text) {
        return parse(text).filter(number -> number >= 0).map(SequenceNumber::new);
    }
}
