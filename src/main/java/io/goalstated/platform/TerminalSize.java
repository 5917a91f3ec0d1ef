package io.goalstated.platform;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much room a terminal has: the kernel knows, and without foreign functions only {@code stty} can ask it. */
public final class TerminalSize {
    private static final long LIMIT_SECONDS = 1;
    private static final int LONGEST_ANSWER = 64;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d{1,4} (\\d{1,4})\\s*");

    private TerminalSize() {}

    /** The columns of the terminal with that device; empty when it is none, or does not know its size. Blocks for a moment. */
    public static Optional<Integer> columns(Path device) {
        return SystemTools.DIRECTORIES.stream()
                .map(directory -> Path.of(directory, "stty"))
                .filter(Files::isExecutable)
                .findFirst()
                .flatMap(stty -> ask(stty, device.toFile()));
    }

    private static Optional<Integer> ask(Path stty, File device) {
        try {
            Process process = Descriptors.start(new ProcessBuilder(stty.toString(), "size")
                    .redirectInput(device)
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
            try {
                return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
                        ? columns(new String(
                                process.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.US_ASCII))
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A serial console says 0. */
    static Optional<Integer> columns(String answer) {
        Matcher size = ROWS_AND_COLUMNS.matcher(answer);
        return size.matches()
                ? Optional.of(Integer.parseInt(size.group(1))).filter(columns -> columns > 0)
                : Optional.empty();
    }
}
