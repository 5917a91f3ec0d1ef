package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The files by which an agent and a command that may outlive it understand one another:
 *
 * <pre>
 * start           claims the operation, runs the command, leaves its exit code
 * claim           created exclusively by the script as its first act (the pid is in it), or by a later agent to
 *                 withdraw the operation
 * oom             how many of its handler's processes the kernel has killed meanwhile, if any
 * exit            the exit code, once the command has ended
 * stdout, stderr  opened for append
 * </pre>
 *
 * <p>The script goes on to the command only when its pid is in the claim, so that a claim without one means that the
 * command never ran. All methods but {@link #start} block.
 */
final class OperationDirectory {
    private static final String WITHDRAWN = "withdrawn\n";
    private static final int CLAIM_LIMIT = 32;

    private final Path directory;
    private final Disk disk;

    OperationDirectory(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Makes ready what {@code /bin/sh} needs to run the line. Fails when the directory has been used before.
     *
     * @param locale what the line sees as {@value Launcher#LOCALE}; empty: it is not set
     * @param kills how the kernel's kills are counted; empty: they are not
     */
    void prepare(String line, Optional<String> locale, Optional<KernelKills> kills) throws IOException {
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        disk.createFile(start(), script(line, locale, kills), Disk.SEALED);
        disk.createFile(stdout(), "", Disk.PRIVATE);
        disk.createFile(stderr(), "", Disk.PRIVATE);
    }

    /** Whether {@link #prepare} has come to its end. */
    boolean isPrepared() {
        return Files.exists(stderr(), LinkOption.NOFOLLOW_LINKS);
    }

    private String script(String line, Optional<String> locale, Optional<KernelKills> kills) {
        return "umask 022\n"
                + locale.map(value -> "export " + Launcher.LOCALE + "=" + ShellWord.quoted(value) + "\n")
                        .orElse("unset " + Launcher.LOCALE + "\n")
                + "set -C\n"
                + "echo $$ 2>/dev/null > " + ShellWord.quoted(claim().toString()) + " || exit 125\n"
                + "set +C\n"
                + kills.map(KernelKills::before).orElse("")
                + "/bin/sh -c " + ShellWord.quoted(line) + "\n"
                + "code=$?\n"
                + kills.map(each -> each.after(oom())).orElse("")
                + "echo $code > " + ShellWord.quoted(exit().toString()) + "\n"
                + "exit $code\n";
    }

    /** Takes the claim before the script can; true when the command has not started and now never will. */
    boolean withdraw() throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try {
            disk.createFile(claim(), WITHDRAWN, Disk.PRIVATE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return disk.readText(claim(), CLAIM_LIMIT).orElse("").equals(WITHDRAWN);
        }
    }

    /** Whether no script has come as far as to claim the operation; once its process has ended none ever will. */
    boolean isUnclaimed() throws IOException {
        return !Files.exists(claim(), LinkOption.NOFOLLOW_LINKS)
                || disk.readText(claim(), CLAIM_LIMIT).orElse("").equals(WITHDRAWN);
    }

    /** Makes it as new for another process to start; the last one must have ended without claiming it. */
    void reopen() throws IOException {
        for (Path output : List.of(stdout(), stderr())) {
            disk.delete(output);
            disk.createFile(output, "", Disk.PRIVATE);
        }
        disk.delete(claim());
    }

    /** The pid of the script that has gone on to the command; empty when none has. */
    OptionalLong claimant() throws IOException {
        String text = disk.readText(claim(), CLAIM_LIMIT).orElse("");
        return text.matches("\\d{1,10}\n") ? OptionalLong.of(Long.parseLong(text.strip())) : OptionalLong.empty();
    }

    /** How the command ended; empty when it has not, or was not allowed to tell. */
    OptionalInt exitCode() throws IOException {
        String text = disk.readText(exit(), 16).orElse("");
        // Complete only with its newline: the script writes it in place.
        return text.matches("\\d{1,3}\n") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    /** How many processes the kernel has killed for want of memory while the command ran, as far as is known. */
    int kernelKills() throws IOException {
        String text = disk.readText(oom(), 16).orElse("");
        return text.matches("\\d{1,9}\n") ? Integer.parseInt(text.strip()) : 0;
    }

    /** The first bytes of one of the two outputs; none when there is no such file (yet, or any more). */
    byte[] head(Path output, int limit) throws IOException {
        try (var in = Files.newInputStream(output, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(limit);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /** The script: the one argument of the shell that leads the command's session. */
    Path start() {
        return directory.resolve("start");
    }

    Path stdout() {
        return directory.resolve("stdout");
    }

    Path stderr() {
        return directory.resolve("stderr");
    }

    private Path oom() {
        return directory.resolve("oom");
    }

    private Path claim() {
        return directory.resolve("claim");
    }

    private Path exit() {
        return directory.resolve("exit");
    }
}
