package io.goalstated.account;

import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The agent's own file of sudo rules. It is checked by visudo before it is put in place: a broken one would lock everybody
 * out of administration (S23). All methods block.
 */
public final class Sudoers {
    private static final int MAX_FILE = 1 << 20;
    private static final Set<PosixFilePermission> RULES = PosixFilePermissions.fromString("r--r-----");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-x---");

    private final Disk disk;
    private final Tools tools;
    private final Path directory;
    private final String includedAs;
    private final Path scratch;

    /**
     * The rules in that directory.
     *
     * @param directory normally {@code /etc/sudoers.d}
     * @param includedAs how the main file names it
     * @param scratch a directory of the agent's own, on any file system
     */
    public Sudoers(Disk disk, Tools tools, Path directory, String includedAs, Path scratch) {
        this.disk = disk;
        this.tools = tools;
        this.directory = directory;
        this.includedAs = includedAs;
        this.scratch = scratch;
    }

    /** Lets the user do everything. */
    public void allow(UserName user, boolean withPassword) throws IOException, AccountFailure {
        if (!disk.isDirectory(directory)) {
            disk.createDirectory(directory, DIRECTORY);
            include();
        }
        replace(read().allowing(user, withPassword));
    }

    /** Takes the user's rules away, and nobody else's. */
    public void remove(UserName user) throws IOException, AccountFailure {
        SudoRules rules = read();
        SudoRules without = rules.without(user);
        if (!without.equals(rules)) {
            replace(without);
        }
    }

    private SudoRules read() throws IOException {
        return SudoRules.parse(disk.readText(file(), MAX_FILE).orElse(""));
    }

    private void include() throws IOException, AccountFailure {
        Path main = directory.resolveSibling("sudoers");
        Optional<String> text = disk.readText(main, MAX_FILE);
        Pattern included = Pattern.compile("(?m)^[#@]includedir\\s+" + Pattern.quote(includedAs) + "\\s*$");
        if (!included.matcher(text.orElse("")).find()) {
            String before = text.filter(it -> !it.isEmpty() && !it.endsWith("\n"))
                    .map(it -> it + "\n")
                    .or(() -> text)
                    .orElse("");
            put(main, before + "#includedir " + includedAs + "\n");
        }
    }

    private void replace(SudoRules rules) throws IOException, AccountFailure {
        if (disk.exists(file()) && rules.text().equals(read().text())) {
            return;
        }
        put(file(), rules.text());
    }

    private void put(Path target, String text) throws IOException, AccountFailure {
        Path candidate = scratch.resolve("sudoers.candidate");
        disk.write(candidate, text, RULES);
        try {
            ToolEnd verdict = tools.run(ToolCall.of("visudo", "-cf", candidate.toString()));
            if (!verdict.isSuccess() && !verdict.isMissing()) {
                throw AccountFailure.failed("the sudo rules were not accepted: " + verdict.brief());
            }
        } finally {
            disk.delete(candidate);
        }
        disk.write(target, text, RULES);
    }

    private Path file() {
        return directory.resolve("waagent");
    }
}
