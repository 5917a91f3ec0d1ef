package io.goalstated.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian machine that has booted a real systemd, in some two seconds: its own processes, network, host name, control
 * groups (with limits that hold) and a file system that forgets everything. Its network is cut off but for what the
 * {@link Blueprint} forwards. Nothing of it outlives {@link #close()}, or this JVM. Needs root.
 *
 * <pre>{@code
 * try (SystemdMachine machine = SystemdMachine.boot(Blueprint.BARE.withJava(), Files.createTempDirectory(temp, "vm"))) {
 *     machine.output("systemctl", "enable", "--now", "goalstated");
 * }
 * }</pre>
 */
public final class SystemdMachine implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration COMMAND = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofMinutes(1);

    private final Process process;
    private final Path scratch;
    private final Path console;
    private ProcessHandle systemd;

    /** How a command in the machine ended, with its standard output and error. */
    public record Ran(int code, String output) {}

    private SystemdMachine(Process process, Path scratch) {
        this.process = process;
        this.scratch = scratch;
        this.console = console(scratch);
        this.systemd = process.toHandle();
    }

    /**
     * Boots one and waits until it is up. Where that is impossible the test is skipped, with the reason.
     *
     * @param scratch an empty directory that nobody else uses
     */
    public static SystemdMachine boot(Blueprint blueprint, Path scratch) throws Exception {
        assumePossible();
        Path root = DebianRoot.get();
        Path memory = Files.createDirectory(scratch.resolve("memory"));
        List<String> command =
                new ArrayList<>(List.of("integration-tests/machine/boot", root.toString(), memory.toString()));
        command.addAll(blueprint.forwards());
        command.add("--");
        command.addAll(blueprint.bindings());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console(scratch).toFile())
                .start();
        SystemdMachine machine = new SystemdMachine(process, scratch);
        try {
            machine.awaitUp("running");
            return machine;
        } catch (Throwable e) {
            machine.close();
            throw e;
        }
    }

    private static void assumePossible() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        for (String program : List.of("debootstrap", "systemd-nspawn", "systemd-socket-activate", "unshare", "ip")) {
            boolean there = Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
            Assumptions.assumeTrue(there, "needs " + program + "; .ci/run installs it");
        }
    }

    /** Runs a program there, as root, with a service's environment. */
    public Ran run(String... command) throws IOException, InterruptedException {
        return enter("", command);
    }

    private Ran enter(String input, String... command) throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile(scratch, "in", null), input);
        Path out = Files.createTempFile(scratch, "out", null);
        List<String> entering = new ArrayList<>(List.of(
                "nsenter",
                "--target=" + systemd.pid(),
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--pid",
                "--cgroup",
                "--"));
        entering.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(entering)
                .redirectErrorStream(true)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("HOME", "/root");
        Process entered = builder.start();
        try {
            if (!entered.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not over after " + COMMAND + ": " + String.join(" ", command));
            }
            return new Ran(entered.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
        } finally {
            entered.destroyForcibly();
            Files.delete(in);
            Files.delete(out);
        }
    }

    /** Runs a program there that must end with 0. */
    public String output(String... command) throws IOException, InterruptedException {
        return succeeded(run(command), command);
    }

    /** Runs a script there, in which nothing may fail. */
    public String shell(String script) throws IOException, InterruptedException {
        return output("/bin/sh", "-euc", script);
    }

    public String read(String path) throws IOException, InterruptedException {
        return output("cat", "--", path);
    }

    /** Writes a file there, with the directories above it. */
    public void write(String path, String text) throws IOException, InterruptedException {
        String[] command = {"install", "-D", "-m", "644", "/dev/stdin", path};
        succeeded(enter(text, command), command);
    }

    private static String succeeded(Ran ran, String... command) {
        if (ran.code() != 0) {
            throw new AssertionError(
                    "exit code " + ran.code() + ": " + String.join(" ", command) + "\n" + ran.output());
        }
        return ran.output();
    }

    /** Whether a CPUQuota holds: a container whose host keeps the controller to itself cannot say. */
    public boolean limitsProcessors() throws IOException, InterruptedException {
        return run("/bin/sh", "-c", "test -d /sys/fs/cgroup/cpu || grep -qw cpu /sys/fs/cgroup/cgroup.controllers")
                        .code()
                == 0;
    }

    /** As {@code systemctl reboot}, until it is up again. What was written stays, but for {@code /run} and the like. */
    public void reboot() throws IOException, InterruptedException {
        reboot("running");
    }

    /** Likewise, until it is in one of these states, as {@code systemctl is-system-running} says them. */
    public void reboot(String... states) throws IOException, InterruptedException {
        ProcessHandle before = systemd;
        run("systemctl", "reboot");
        Awaitility.await("the machine goes down").atMost(BOOT).until(() -> !before.isAlive());
        awaitUp(states);
    }

    private void awaitUp(String... states) {
        Awaitility.await("systemd is up")
                .atMost(BOOT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    assertThat(process.isAlive())
                            .as(() -> "the machine has booted: " + console())
                            .isTrue();
                    return findSystemd() && isIn(List.of(states));
                });
    }

    private boolean findSystemd() {
        Optional<ProcessHandle> found =
                process.descendants().filter(SystemdMachine::isSystemd).findFirst();
        found.ifPresent(init -> systemd = init);
        return found.isPresent();
    }

    /** The first process of its namespace, once that is systemd. */
    private static boolean isSystemd(ProcessHandle candidate) {
        try (Stream<String> status =
                Files.lines(Path.of("/proc", Long.toString(candidate.pid()), "status"), StandardCharsets.ISO_8859_1)) {
            return candidate.info().command().orElse("").endsWith("/systemd")
                    && status.anyMatch(line -> line.matches("NSpid:.*\\s1"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private boolean isIn(List<String> states) throws IOException, InterruptedException {
        String state = run("systemctl", "is-system-running").output().strip();
        boolean there = states.contains(state);
        assertThat(there || !List.of("degraded", "maintenance", "stopping").contains(state))
                .as(() -> "state of the machine: " + state + "\n" + console())
                .isTrue();
        return there;
    }

    private String console() {
        try {
            return Files.readString(console, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path console(Path scratch) {
        return scratch.resolve("console");
    }

    /** Switches it off as by pulling the plug. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("the machine did not end within " + END + ": " + console(), e);
        }
    }
}
