package io.goalstated.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key's text may be and what it means.
 *
 * @param <T> what the program gets
 */
public sealed interface ValueType<T>
        permits ValueType.Switch,
                ValueType.WholeNumber,
                ValueType.OptionalNumber,
                ValueType.Seconds,
                ValueType.Choice,
                ValueType.Text,
                ValueType.OptionalText,
                ValueType.AbsolutePath,
                ValueType.OptionalPath,
                ValueType.HostAndPort,
                OwnLimits.ByExtension {
    /** Reads a text that is not {@code None}. */
    Parsed<T> parse(String text);

    /** The value when the text is {@code None} and the key has no other default. */
    default Optional<T> none() {
        return Optional.empty();
    }

    /** What may be written, in a few words. */
    String allowed();

    /** {@code y} or {@code n}, in any case. */
    record Switch() implements ValueType<Boolean> {
        @Override
        public Parsed<Boolean> parse(String text) {
            if (text.equalsIgnoreCase("y")) {
                return Parsed.of(true);
            }
            return text.equalsIgnoreCase("n") ? Parsed.of(false) : Parsed.wrongType("neither y nor n");
        }

        @Override
        public String allowed() {
            return "y or n";
        }
    }

    /** A decimal number; the limits are inclusive. */
    record WholeNumber(int min, int max) implements ValueType<Integer> {
        @Override
        public Parsed<Integer> parse(String text) {
            return Numbers.parse(text, min, max);
        }

        @Override
        public String allowed() {
            return Numbers.range(min, max);
        }
    }

    /** A decimal number or nothing; the limits are inclusive. */
    record OptionalNumber(int min, int max) implements ValueType<Optional<Integer>> {
        @Override
        public Parsed<Optional<Integer>> parse(String text) {
            return Numbers.parse(text, min, max).map(Optional::of);
        }

        @Override
        public Optional<Optional<Integer>> none() {
            return Optional.of(Optional.empty());
        }

        @Override
        public String allowed() {
            return Numbers.range(min, max) + ", or None";
        }
    }

    /** A time in whole seconds; the limits are inclusive. */
    record Seconds(int min, int max) implements ValueType<Duration> {
        @Override
        public Parsed<Duration> parse(String text) {
            return Numbers.parse(text, min, max).map(Duration::ofSeconds);
        }

        @Override
        public String allowed() {
            return Numbers.range(min, max) + " seconds";
        }
    }

    /** One of a few words, in lower case for the program, in any case for the owner. */
    record Choice(List<String> words) implements ValueType<String> {
        @Override
        public Parsed<String> parse(String text) {
            String word = text.toLowerCase(Locale.ROOT);
            return words.contains(word) ? Parsed.of(word) : Parsed.wrongType("not one of " + allowed());
        }

        @Override
        public String allowed() {
            return String.join(", ", words);
        }
    }

    /** Any text. */
    record Text() implements ValueType<String> {
        @Override
        public Parsed<String> parse(String text) {
            return Parsed.of(text);
        }

        @Override
        public String allowed() {
            return "text";
        }
    }

    /** Any text or nothing. */
    record OptionalText() implements ValueType<Optional<String>> {
        @Override
        public Parsed<Optional<String>> parse(String text) {
            return text.isEmpty() ? Parsed.of(Optional.empty()) : Parsed.of(Optional.of(text));
        }

        @Override
        public Optional<Optional<String>> none() {
            return Optional.of(Optional.empty());
        }

        @Override
        public String allowed() {
            return "text, or None";
        }
    }

    /** An absolute path. */
    record AbsolutePath() implements ValueType<String> {
        @Override
        public Parsed<String> parse(String text) {
            return text.startsWith("/") ? Parsed.of(text) : Parsed.wrongType("not an absolute path");
        }

        @Override
        public String allowed() {
            return "an absolute path";
        }
    }

    /** An absolute path or nothing. */
    record OptionalPath() implements ValueType<Optional<String>> {
        @Override
        public Parsed<Optional<String>> parse(String text) {
            return text.isEmpty()
                    ? Parsed.of(Optional.empty())
                    : new AbsolutePath().parse(text).map(Optional::of);
        }

        @Override
        public Optional<Optional<String>> none() {
            return Optional.of(Optional.empty());
        }

        @Override
        public String allowed() {
            return "an absolute path, or None";
        }
    }

    /** {@code host} or {@code host:port}, or nothing. */
    record HostAndPort() implements ValueType<Optional<String>> {
        @Override
        public Parsed<Optional<String>> parse(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? text : text.substring(0, colon);
            if (host.isEmpty() || host.indexOf('/') >= 0 || host.indexOf(' ') >= 0) {
                return Parsed.wrongType("not of the form host:port");
            }
            if (colon < 0) {
                return Parsed.of(Optional.of(text));
            }
            return Numbers.parse(text.substring(colon + 1), 1, 65_535).map(port -> Optional.of(text));
        }

        @Override
        public Optional<Optional<String>> none() {
            return Optional.of(Optional.empty());
        }

        @Override
        public String allowed() {
            return "host:port, or None";
        }
    }
}
