package io.goalstated.extension;

import java.util.UUID;

/**
 * The systemd units that a handler's processes belong to (spec 02 §13.2): a slice for all versions of it, so that an
 * owner's drop-in outlives an update, and below that a scope for each command, multi-config ones included.
 */
public record HandlerSlice(HandlerName handler) {

    /** A dash in a slice's name means another slice above it. */
    public String unit() {
        return "azure-vmextensions-" + handler.value().replace('-', '_') + ".slice";
    }

    /** @param id never used before */
    public static String scope(CommandKind command, UUID id) {
        return command.word() + "_" + id + ".scope";
    }
}
