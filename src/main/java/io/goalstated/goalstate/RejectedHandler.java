package io.goalstated.goalstate;

import io.goalstated.extension.HandlerName;

/**
 * A handler that cannot even be named: its name could leave the library directory, or its version is none. It is
 * reported as an error under the text the platform sent, cut to 200 characters, and nothing on disk is touched for it.
 */
public record RejectedHandler(String name, String version, String reason) {
    private static final int MAX_LENGTH = 200;

    public RejectedHandler {
        name = name.substring(0, Math.min(name.length(), MAX_LENGTH));
        version = version.substring(0, Math.min(version.length(), MAX_LENGTH));
    }

    static RejectedHandler of(String name, String version) {
        return new RejectedHandler(name, version, reason(name, version));
    }

    private static String reason(String name, String version) {
        if (name.isEmpty()) {
            return "the goal state names a handler without a name";
        }
        if (HandlerName.parse(name).isEmpty()) {
            return "the handler's name cannot be part of a file name";
        }
        return version.isEmpty() ? "no version of the handler is requested" : "the handler's version is not a version";
    }
}
