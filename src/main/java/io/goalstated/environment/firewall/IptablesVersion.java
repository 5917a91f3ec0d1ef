package io.goalstated.environment.firewall;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which iptables it is, for what it understands. An unknown one is taken for a recent one. */
record IptablesVersion(int major, int minor, int patch) {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

    static IptablesVersion parse(String printed) {
        Matcher matcher = NUMBER.matcher(printed);
        if (!matcher.find()) {
            return new IptablesVersion(1, 8, 0);
        }
        return new IptablesVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    /** Whether {@code iptables -w} waits for others who change rules at the same time: since 1.4.21. */
    boolean canWait() {
        return isAtLeast(1, 4, 21);
    }

    /** Whether {@code iptables-restore -w} does: since 1.6.2. */
    boolean canWaitInRestore() {
        return isAtLeast(1, 6, 2);
    }

    private boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
        return major != otherMajor
                ? major > otherMajor
                : minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
    }
}
