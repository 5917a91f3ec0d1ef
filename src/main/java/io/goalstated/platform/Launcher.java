package io.goalstated.platform;

import io.goalstated.platform.CommandRunner.ShellCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the script of an operation directory, leading a session of its own. */
final class Launcher {
    /** The variable that the script sets to what the command is to see, or removes. */
    static final String LOCALE = "LC_ALL";

    private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");

    private final TransientScopes scopes;

    Launcher(TransientScopes scopes) {
        this.scopes = scopes;
    }

    /** @param scope what systemd was asked for on the process's way to the script */
    record Launched(Process process, Optional<Scope> scope) {}

    /**
     * Starts it. Blocks.
     *
     * @param wanted where to run it, if there is a systemd
     */
    Launched start(ShellCommand command, OperationDirectory operation, Optional<Scope> wanted) throws IOException {
        Optional<List<String>> through = wanted.flatMap(scopes::words);
        List<String> words = new ArrayList<>(List.of(setsid()));
        words.addAll(through.orElseGet(() -> scopes.wordsWithout(command.scope())));
        words.add(operation.start().toString());
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        // On the way to the script nobody needs to read the locale's files; the script has the command's own.
        builder.environment().put(LOCALE, "C");
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(operation.stdout().toFile()));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(operation.stderr().toFile()));
        return new Launched(Descriptors.start(builder), through.isPresent() ? wanted : Optional.empty());
    }

    private static String setsid() throws IOException {
        for (String candidate : SETSID) {
            if (Files.isExecutable(Path.of(candidate))) {
                return candidate;
            }
        }
        throw new IOException("the setsid program (package util-linux) is missing");
    }
}
