package io.goalstated.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the owner says of one extension's limits, in place of whatever else would limit it.
 *
 * @param cpuPercent of one processor; an empty number lifts the limit, empty altogether says nothing
 * @param memoryMegabytes likewise
 */
public record OwnLimits(Optional<OptionalInt> cpuPercent, Optional<OptionalInt> memoryMegabytes) {
    /** {@code Publisher.Type:cpu=50,memory=none; Publisher.Other:cpu=none}, or nothing; by the name in lower case. */
    record ByExtension() implements ValueType<Map<String, OwnLimits>> {
        private static final int MOST_PERCENT = 100_000;
        private static final int LEAST_MEGABYTES = 16;
        private static final int MOST_MEGABYTES = 1_000_000;

        @Override
        public Parsed<Map<String, OwnLimits>> parse(String text) {
            Map<String, OwnLimits> all = new HashMap<>();
            for (String entry : text.split(";", -1)) {
                if (!entry.isBlank()) {
                    int colon = entry.indexOf(':');
                    String name =
                            colon < 0 ? "" : entry.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                    Parsed<OwnLimits> limits = limits(entry.substring(colon + 1));
                    if (!name.matches("[a-z0-9_.-]+")) {
                        return Parsed.wrongType(
                                "not understood, '" + entry.strip() + "' does not begin with an extension and a colon");
                    }
                    if (limits.value().isEmpty()) {
                        return new Parsed<>(Optional.empty(), limits.problem(), limits.message());
                    }
                    all.put(name, limits.value().get());
                }
            }
            return Parsed.of(Map.copyOf(all));
        }

        private static Parsed<OwnLimits> limits(String text) {
            Parsed<OwnLimits> limits = Parsed.of(new OwnLimits(Optional.empty(), Optional.empty()));
            for (String word : text.split(",", -1)) {
                OwnLimits before = limits.value().orElseThrow();
                String[] parts = word.strip().split("=", -1);
                if (parts.length == 2 && parts[0].strip().equals("cpu")) {
                    limits = number(parts[1].strip(), 1, MOST_PERCENT)
                            .map(limit -> new OwnLimits(Optional.of(limit), before.memoryMegabytes));
                } else if (parts.length == 2 && parts[0].strip().equals("memory")) {
                    limits = number(parts[1].strip(), LEAST_MEGABYTES, MOST_MEGABYTES)
                            .map(limit -> new OwnLimits(before.cpuPercent, Optional.of(limit)));
                } else {
                    return Parsed.wrongType(
                            "not understood, '" + word.strip() + "' is neither cpu=PERCENT nor memory=MEGABYTES");
                }
                if (limits.value().isEmpty()) {
                    return limits;
                }
            }
            return limits;
        }

        private static Parsed<OptionalInt> number(String text, int min, int max) {
            return text.equalsIgnoreCase("none")
                    ? Parsed.of(OptionalInt.empty())
                    : Numbers.parse(text, min, max).map(OptionalInt::of);
        }

        @Override
        public Optional<Map<String, OwnLimits>> none() {
            return Optional.of(Map.of());
        }

        @Override
        public String allowed() {
            return "Publisher.Type:cpu=PERCENT,memory=MEGABYTES; ..., or None";
        }
    }
}
