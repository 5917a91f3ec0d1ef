package io.goalstated.extension;

import java.time.Duration;

/** The five commands of a handler, with the limits and codes of spec 02 §6.4. */
public enum CommandKind {
    INSTALL("install", "Install", 900, ErrorCode.INSTALL, true),
    ENABLE("enable", "Enable", 300, ErrorCode.ENABLE, false),
    UPDATE("update", "Update", 900, ErrorCode.UPDATE, true),
    DISABLE("disable", "Disable", 900, ErrorCode.DISABLE, false),
    UNINSTALL("uninstall", "UnInstall", 300, ErrorCode.PROCESSING, true);

    private final String word;
    private final String operation;
    private final Duration defaultTimeout;
    private final ErrorCode failure;
    private final boolean exclusive;

    CommandKind(String word, String operation, long seconds, ErrorCode failure, boolean exclusive) {
        this.word = word;
        this.operation = operation;
        this.defaultTimeout = Duration.ofSeconds(seconds);
        this.failure = failure;
        this.exclusive = exclusive;
    }

    /** Lower case, as in manifests ({@code installCommand}) and scope names. */
    public String word() {
        return word;
    }

    /** The platform's name of the operation, as in telemetry and placeholder status files. */
    public String operation() {
        return operation;
    }

    public Duration defaultTimeout() {
        return defaultTimeout;
    }

    /** The code reported when the command exits with anything but 0 or cannot be launched. */
    public ErrorCode failure() {
        return failure;
    }

    /** Whether only one such command may run on the VM at a time: package managers lock. */
    public boolean isExclusive() {
        return exclusive;
    }
}
