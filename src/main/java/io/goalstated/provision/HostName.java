package io.goalstated.provision;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a machine: labels of letters, digits and hyphens, at most 64 characters in all (spec 03 §4.1). */
record HostName(String value) {
    private static final int LONGEST = 64;
    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+");

    HostName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a host name");
        }
    }

    static Optional<HostName> parse(String text) {
        return isValid(text) ? Optional.of(new HostName(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST
                && FORM.matcher(text).matches()
                && !NUMBER.matcher(text).matches();
    }

    /** Its first label. */
    String shortName() {
        int dot = value.indexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    @Override
    public String toString() {
        return value;
    }
}
