package io.goalstated.platform;

/**
 * The unit that systemd is to put a command's processes into.
 *
 * @param slice the unit above it
 * @param name never used before
 * @param limits of the slice, for a control group that stands in for it
 */
public record Scope(String slice, String name, GroupLimits limits) {
    public Scope(String slice, String name) {
        this(slice, name, GroupLimits.NONE);
    }
}
