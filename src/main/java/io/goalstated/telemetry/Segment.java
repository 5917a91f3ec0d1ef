package io.goalstated.telemetry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the spool: events of one provider, one a line.
 *
 * @param number counts up; microseconds since 1970 when it was begun, or a little more
 * @param events lines that are still to be sent
 * @param skip lines before them that are not
 * @param bytes of all lines
 * @param sealed nothing is added any more
 */
record Segment(long number, String provider, boolean metric, int events, int skip, long bytes, boolean sealed) {
    private static final Pattern NAME = Pattern.compile("00(\\d{18})-([em])-([A-Za-z0-9-]{1,64})");

    /** The file's name, which sorts by age. */
    String file() {
        return String.format(Locale.ROOT, "%020d-%s-%s", number, metric ? "m" : "e", provider);
    }

    /** The segment of a file that is found, to be filled in by whoever counts its lines; empty for other files. */
    static Optional<Segment> named(String file) {
        Matcher name = NAME.matcher(file);
        return name.matches()
                ? Optional.of(new Segment(
                        Long.parseLong(name.group(1)),
                        name.group(3),
                        name.group(2).equals("m"),
                        0,
                        0,
                        0,
                        true))
                : Optional.empty();
    }

    Segment with(int moreEvents, long moreBytes) {
        return new Segment(number, provider, metric, events + moreEvents, skip, bytes + moreBytes, sealed);
    }

    Segment without(int firstEvents) {
        return new Segment(number, provider, metric, events - firstEvents, skip + firstEvents, bytes, sealed);
    }

    Segment sealing() {
        return new Segment(number, provider, metric, events, skip, bytes, true);
    }
}
