package io.goalstated.environment.network;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What DHCP clients have written down of the wireserver's address (option 245), each in its own form (spec 03 §10.2). The texts
 * are whatever is in the files.
 */
final class Leases {
    private static final List<String> ASSIGNED =
            List.of("OPTION_245", "private_245", "unknown_245", "site_specific_245", "azureendpoint");

    private Leases() {}

    /**
     * ISC dhclient's: the last block {@code lease { … }} that has the option and has not expired.
     *
     * @param now in UTC, as the file counts
     */
    static Optional<Ipv4> fromDhclient(String text, Instant now) {
        Optional<Ipv4> found = Optional.empty();
        Optional<Ipv4> candidate = Optional.empty();
        boolean inside = false;
        boolean valid = false;
        for (String line : text.split("\n", -1)) {
            String statement = line.strip();
            if (statement.startsWith("lease") && statement.endsWith("{")) {
                inside = true;
                candidate = Optional.empty();
                valid = false;
            } else if (statement.equals("}")) {
                if (inside && valid && candidate.isPresent()) {
                    found = candidate;
                }
                inside = false;
            } else if (statement.startsWith("option ")) {
                candidate = candidate.isPresent() ? candidate : option(statement);
            } else if (statement.startsWith("expire ")) {
                valid = isAhead(statement, now);
            }
        }
        return found.filter(Ipv4::isUnicast);
    }

    /** {@code option unknown-245 a8:3f:81:10;}, or dotted where the client's configuration gives the option a name. */
    private static Optional<Ipv4> option(String statement) {
        String[] words = statement.replace(";", "").split("\\s+", -1);
        if (words.length != 3) {
            return Optional.empty();
        }
        String name = words[1].toLowerCase(Locale.ROOT);
        return name.contains("245") || name.contains("azure")
                ? Ipv4.parseColonHex(words[2]).or(() -> Ipv4.parse(words[2]))
                : Optional.empty();
    }

    /** {@code expire never;} or {@code expire 4 2015/06/16 16:58:54;}, the first number being the day of the week. */
    private static boolean isAhead(String statement, Instant now) {
        String[] words = statement.replace(";", "").split("\\s+", -1);
        if (words[words.length - 1].equals("never")) {
            return true;
        }
        if (words.length != 4 || words[2].length() != 10 || words[3].length() != 8) {
            return false;
        }
        try {
            return LocalDateTime.parse(words[2].replace('/', '-') + "T" + words[3])
                    .toInstant(ZoneOffset.UTC)
                    .isAfter(now);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * A line of its own, as systemd-networkd ({@code OPTION_245=a83f8110}), NetworkManager ({@code private_245=168.63.129.16}) and
     * {@code dhcpcd -U} ({@code azureendpoint=168.63.129.16}; perhaps in quotes) write it.
     */
    static Optional<Ipv4> fromAssignments(String text) {
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && ASSIGNED.contains(line.substring(0, equals).strip())) {
                String value =
                        line.substring(equals + 1).strip().replace("'", "").replace("\"", "");
                return Ipv4.parseHex(value)
                        .or(() -> Ipv4.parseColonHex(value))
                        .or(() -> Ipv4.parse(value))
                        .filter(Ipv4::isUnicast);
            }
        }
        return Optional.empty();
    }
}
