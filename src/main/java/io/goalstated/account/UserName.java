package io.goalstated.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a login that no program can take for anything else: useradd itself accepts {@code bad;name} on some systems
 * (spec 03 §4.3, S3).
 */
public record UserName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,31}");

    public UserName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a user name");
        }
    }

    /** The name; empty when it is none. */
    public static Optional<UserName> parse(String text) {
        return isValid(text) ? Optional.of(new UserName(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return FORM.matcher(text).matches() && !text.endsWith(".");
    }

    @Override
    public String toString() {
        return value;
    }
}
