package io.goalstated.platform;

/**
 * Runs the system's own programs: useradd, ip, mkfs and their like. Not for commands of extensions, which follow {@link
 * CommandRunner}. No shell is involved.
 */
@FunctionalInterface
public interface Tools {
    /** Runs one program to its end or its limit. Blocks. What goes wrong is a value. */
    ToolEnd run(ToolCall call);
}
