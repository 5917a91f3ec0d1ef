package io.goalstated.log;

import org.jspecify.annotations.Nullable;

/** An exception on one line: class and message of it and of its causes, each with its first frames. */
final class Traces {
    private static final int MOST_CAUSES = 5;
    private static final int MOST_FRAMES = 12;

    private Traces() {}

    static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable current = thrown;
        for (int depth = 0; current != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "; caused by ").append(current);
            StackTraceElement[] frames = current.getStackTrace();
            for (int i = 0; i < frames.length && i < MOST_FRAMES; i++) {
                text.append(i == 0 ? " at " : " < ").append(frames[i]);
            }
            current = current.getCause() == current ? null : current.getCause();
        }
        return text.toString();
    }
}
