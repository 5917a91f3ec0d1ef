package io.goalstated.goalstate;

/** What is known of a handler's manifest in this round. */
public sealed interface ManifestFact {
    record Known(ExtensionManifest manifest) implements ManifestFact {}

    /** Could not be fetched or read; the reason is for the platform and the log. */
    record Unreachable(String reason) implements ManifestFact {}

    /** Not asked for: the goal state's request does not need it. */
    record NotNeeded() implements ManifestFact {}
}
