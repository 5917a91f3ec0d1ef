package io.goalstated.account;

import java.util.Optional;

/**
 * One line of the user database.
 *
 * @param comment the GECOS field
 */
public record Account(String name, int uid, int gid, String comment, String home, String shell) {
    /** Reads {@code passwd(5)}; empty when the line is none. */
    static Optional<Account> parse(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length < 7 || !fields[2].matches("\\d{1,9}") || !fields[3].matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new Account(
                fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[4], fields[5], fields[6]));
    }
}
