package io.goalstated.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transient scopes, where systemd runs the machine (spec 02 §13, OPS-88). {@code systemd-run --scope} registers its own
 * process and becomes the command: same process, same session, and its own words are gone from the command line. What
 * gets no scope gets {@link OwnGroups}, and no transient service: that would be for the same systemd to make, its
 * processes would be nobody's children here, and its environment could be read by everybody.
 */
public final class TransientScopes {
    private static final Logger LOG = LoggerFactory.getLogger(TransientScopes.class);
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/systemd-run"), Path.of("/bin/systemd-run"));
    /** A systemd that does not answer is left alone for a while: each attempt holds a command up (OPS-89). */
    private static final Duration REST = Duration.ofMinutes(10);

    private final Path mark;
    private final List<Path> programs;
    private final Timers timers;
    private final OwnGroups instead;
    private final KernelKills kills;
    private Optional<Long> restingUntil = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    /** In a scratch root, which no systemd runs, there are none. */
    public TransientScopes(SystemRoot root, Timers timers) {
        this(root, PROGRAMS, timers);
    }

    TransientScopes(SystemRoot root, List<Path> programs, Timers timers) {
        // There if, and only if, systemd is the first process.
        this.mark = root.resolve("/run/systemd/system");
        this.instead = new OwnGroups(root);
        this.kills = new KernelKills(root);
        this.programs = List.copyOf(programs);
        this.timers = timers;
    }

    /** How a command's script counts what the kernel kills there. */
    KernelKills kills() {
        return kills;
    }

    /** Whether to ask for one now. Call it on the loop. */
    boolean isAnswering() {
        return restingUntil.filter(end -> timers.nanoTime() - end < 0).isEmpty();
    }

    /** The words before a script's path that run it in the scope; empty where there is no systemd. Blocks. */
    Optional<List<String>> words(Scope scope) {
        return Files.isDirectory(mark) ? program().map(program -> words(program, scope)) : Optional.empty();
    }

    private Optional<Path> program() {
        return programs.stream().filter(Files::isExecutable).findFirst();
    }

    private static List<String> words(Path program, Scope scope) {
        // Accounting belongs to the slice, for all commands of a handler together.
        return List.of(
                program.toString(),
                "--scope",
                "--quiet",
                "--property=CPUAccounting=no",
                "--property=MemoryAccounting=no",
                "--slice=" + scope.slice(),
                "--unit=" + scope.name(),
                "--",
                "/bin/sh");
    }

    /** The words that run a script without systemd, outside the agent's own control group all the same. Blocks. */
    List<String> wordsWithout(Optional<Scope> scope) {
        return OwnGroups.words(scope.map(instead::make).orElse(List.of()));
    }

    /**
     * There was no scope, and the command runs without. Call it on the loop.
     *
     * @param words systemd's; empty when it did not answer
     */
    void refused(Scope scope, String words) {
        String reason = words.isEmpty() ? "no answer" : words;
        LOG.warn("systemd made no scope, the command runs without one: unit={} reason={}", scope.name(), reason);
        trouble = Optional.of(
                "systemd made no scope for the latest command, which ran in a control group of its own where"
                        + " one can be made: " + reason);
    }

    /** What was asked for was made, or there was nobody to ask. Call it on the loop. */
    void answered(boolean made) {
        trouble = made
                ? Optional.empty()
                : Optional.of("no systemd runs this machine: commands run in control groups of their own where such can"
                        + " be made");
    }

    /** Why commands have no scopes, as of the latest one; empty when they have, or none has run. Call it on the loop. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** There was no answer in good time. Call it on the loop. */
    void silent() {
        restingUntil = Optional.of(timers.nanoTime() + REST.toNanos());
    }
}
