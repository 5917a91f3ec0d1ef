package io.goalstated.platform;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in words for a person: of the most frequent troubles with files Java says no more than the bare path. */
public final class FileTrouble {
    private FileTrouble() {}

    /** What the exception says, and what kind of trouble it is where it does not say so itself. */
    public static String text(Exception trouble) {
        String message = trouble.getMessage();
        if (message == null || message.isBlank()) {
            return trouble.getClass().getSimpleName();
        }
        if (trouble instanceof AccessDeniedException) {
            return "permission denied: " + message;
        }
        if (trouble instanceof NoSuchFileException) {
            return "no such file or directory: " + message;
        }
        return trouble instanceof FileSystemException bare && bare.getReason() == null
                ? trouble.getClass().getSimpleName() + ": " + message
                : message;
    }

    /**
     * The same of a file that this process may not use, with the remedy.
     *
     * @param user the number of whoever this process runs as; root is not told to become root
     * @param otherRoot whether the command may be given a root of its own
     */
    public static String denied(AccessDeniedException refusal, long user, boolean otherRoot) {
        if (user == 0) {
            return text(refusal);
        }
        return text(refusal) + "; only root may do this: run it with sudo"
                + (otherRoot ? ", or give it a directory of your own with --root" : "");
    }
}
