package io.goalstated.supervise;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.platform.CommandRunner.CommandEnd;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What a command's end means.
 *
 * @param exitCode as later commands of an update are told: the process's, 1011 for a time-out, the operation's own code
 *     when it could not be launched
 * @param message for the status; empty on success
 * @param output what a successful command has printed; that of others is in the message
 */
record CommandResult(boolean success, int exitCode, ErrorCode code, String message, String output) {

    /** @param noExec whether programs cannot be executed where the handler lies; only asked when it matters */
    static CommandResult of(CommandEnd end, CommandKind kind, String line, Duration timeout, BooleanSupplier noExec) {
        if (end instanceof CommandEnd.Exited exited) {
            return exited.code() == 0
                    ? new CommandResult(true, 0, ErrorCode.SUCCESS, "", exited.output())
                    : failed(exited.code(), kind.failure(), nonZero(exited, line, noExec));
        }
        if (end instanceof CommandEnd.TimedOut timedOut) {
            String message =
                    "[ExtensionError] Timeout(" + timeout.toSeconds() + "): " + line + "\n" + timedOut.output();
            return failed(ErrorCode.TIMEOUT.number(), ErrorCode.TIMEOUT, message);
        }
        if (end instanceof CommandEnd.NotLaunched failed) {
            String message = "[ExtensionOperationError] Failed to launch '" + line + "': " + failed.reason();
            return failed(kind.failure().number(), kind.failure(), message);
        }
        CommandEnd.Unknown unknown = (CommandEnd.Unknown) end;
        String message = "[ExtensionOperationError] Interrupted: " + line
                + unknown.output().map(o -> "\n" + o).orElse("");
        return failed(kind.failure().number(), kind.failure(), message);
    }

    static CommandResult failed(int exitCode, ErrorCode code, String message) {
        return new CommandResult(false, exitCode, code, message, "");
    }

    private static String nonZero(CommandEnd.Exited exited, String line, BooleanSupplier noExec) {
        String warning = exited.code() == 126 && noExec.getAsBoolean()
                ? " (the file system of the library directory is mounted with noexec)"
                : "";
        return "[ExtensionOperationError] Non-zero exit code: " + exited.code() + ", " + line + warning
                + outOfMemory(exited.kernelKills()) + "\n" + exited.output();
    }

    /** A process that was killed so says nothing itself. */
    private static String outOfMemory(int kills) {
        return kills == 0
                ? ""
                : " (out of memory: the kernel killed " + kills + (kills == 1 ? " process" : " processes")
                        + " of the extension)";
    }
}
