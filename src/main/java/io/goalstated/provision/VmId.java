package io.goalstated.provision;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which VM this is (spec 03 §2.5).
 *
 * @param raw as the firmware says it; empty when it does not
 * @param firstGeneration whether the firmware's first three groups have their bytes the other way round
 */
record VmId(String raw, boolean firstGeneration) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4}-[0-9a-f]{12})");

    /** In lower case, as the platform writes it. */
    String value() {
        String lower = raw.toLowerCase(Locale.ROOT);
        return firstGeneration ? swapped(lower) : lower;
    }

    /** Whether an agent of any kind that kept this text was on the same VM: they differ in case and in byte order. */
    boolean isSameAs(String stored) {
        String lower = stored.strip().toLowerCase(Locale.ROOT);
        String mine = raw.toLowerCase(Locale.ROOT);
        return lower.equals(mine) || lower.equals(swapped(mine));
    }

    static boolean isWellFormed(String text) {
        return FORM.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
    }

    private static String swapped(String text) {
        Matcher groups = FORM.matcher(text);
        return groups.matches()
                ? reversed(groups.group(1)) + "-" + reversed(groups.group(2)) + "-" + reversed(groups.group(3)) + "-"
                        + groups.group(4)
                : text;
    }

    private static String reversed(String hex) {
        StringBuilder bytes = new StringBuilder(hex.length());
        for (int i = hex.length(); i > 0; i -= 2) {
            bytes.append(hex, i - 2, i);
        }
        return bytes.toString();
    }
}
