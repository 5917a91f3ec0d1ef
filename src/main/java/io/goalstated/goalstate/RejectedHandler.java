package io.goalstated.goalstate;

/**
 * A handler that cannot even be named: its name could leave the library directory, or its version is none. It is
 * reported as an error under the text the platform sent, and nothing on disk is touched for it.
 */
public record RejectedHandler(String name, String version, String reason) {}
