package io.goalstated.artifact;

import io.goalstated.extension.ErrorCode;

/** What became of a {@link PackageRequest}. */
public sealed interface PackageOutcome {
    /**
     * The directory is ready.
     *
     * @param signature what is worth telling about its signature, in one line: signer and time, or why it is not
     *     trusted; empty when there is nothing to tell
     * @param loud the line must reach the handler's status: the package runs although its signature is not trusted
     */
    record Ready(String signature, boolean loud) implements PackageOutcome {}

    /**
     * Nothing of the package is left.
     *
     * @param refused the signature or its binding forbids the package: reported like a policy denial (spec 02 §11.5)
     * @param message for the platform and the log, redacted
     */
    record Failed(ErrorCode code, boolean refused, String message) implements PackageOutcome {}

    /**
     * Nothing of the package is left: the disk would not take it, mostly because it is full. It says nothing of the
     * package, and is worth another attempt once the disk is better (OPS-27).
     *
     * @param why in the system's words
     */
    record NoRoom(String why) implements PackageOutcome {}
}
