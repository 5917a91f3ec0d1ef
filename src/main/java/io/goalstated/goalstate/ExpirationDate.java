package io.goalstated.goalstate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The date form of RemoteAccess, {@code Tue, 14 Jan 2031 10:00:00 UTC} or {@code GMT} (spec 01 §4.6). Read by hand: the
 * JDK's formatter depends on locale data and refuses a day of the week that does not fit, which the platform's other
 * readers do not.
 */
final class ExpirationDate {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final List<String> DAYS = List.of("Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,");

    private ExpirationDate() {}

    static Optional<Instant> parse(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts.length != 6 || !DAYS.contains(parts[0]) || !MONTHS.contains(parts[2]) || !isUtc(parts[5])) {
            return Optional.empty();
        }
        String[] time = parts[4].split(":", -1);
        if (time.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            number(parts[3]),
                            MONTHS.indexOf(parts[2]) + 1,
                            number(parts[1]),
                            number(time[0]),
                            number(time[1]),
                            number(time[2]))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isUtc(String zone) {
        return zone.equals("UTC") || zone.equals("GMT");
    }

    /** The value of one to four digits. */
    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            throw new DateTimeException("not a number of a date");
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new DateTimeException("not a number of a date");
            }
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }
}
