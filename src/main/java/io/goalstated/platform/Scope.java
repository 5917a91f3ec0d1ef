package io.goalstated.platform;

/**
 * The unit that systemd is to put a command's processes into.
 *
 * @param slice the unit above it
 * @param name never used before
 */
public record Scope(String slice, String name) {}
