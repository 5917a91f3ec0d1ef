package io.goalstated.platform;

import io.goalstated.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of this machine: found in fixed directories whatever the agent's own path, with a fixed locale, in
 * {@code /}, and with nothing else of the agent's environment. The program is waited for, never the output: what it leaves
 * behind in the background holds nobody.
 *
 * <p>Below any other root than {@code /} no program is ever found: it would change this machine instead.
 */
public final class SystemTools implements Tools {
    /** Where programs are looked for, in this order. */
    public static final List<String> DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private static final int OUTPUT_LIMIT = 64 << 10;
    /** A page; usually a pipe holds sixteen. */
    private static final int SMALLEST_PIPE = 4096;

    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LONGEST_LOOK_MILLIS = 100;

    private final SystemRoot root;

    public SystemTools(SystemRoot root) {
        this.root = root;
    }

    @Override
    public ToolEnd run(ToolCall call) {
        Optional<Path> program = find(call.tool());
        if (program.isEmpty()) {
            return new ToolEnd.Missing(call.tool());
        }
        try {
            return run(call, program.get());
        } catch (IOException e) {
            return new ToolEnd.NotStarted(call.tool(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ToolEnd.NotStarted(call.tool(), "interrupted");
        }
    }

    private Optional<Path> find(String tool) {
        if (!root.isReal()) {
            return Optional.empty();
        }
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, tool))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static ToolEnd run(ToolCall call, Path program) throws IOException, InterruptedException {
        List<String> words = call.words();
        words.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", String.join(":", DIRECTORIES));
        environment.put("LC_ALL", "C");
        environment.putAll(call.environment());
        if (call.input().isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        Process process = Descriptors.start(builder);
        // The time that a program takes for reading counts.
        long start = System.nanoTime();
        try {
            call.input().ifPresent(input -> feed(process, input));
            Head output = new Head(process.getInputStream());
            Head error = new Head(process.getErrorStream());
            if (!wait(process, start, call.limit(), output, error)) {
                return new ToolEnd.TimedOut(call.tool(), call.limit());
            }
            Hiding hiding = new Hiding(call.input());
            return new ToolEnd.Exited(
                    call.tool(), process.exitValue(), hiding.in(output.text()), hiding.in(error.text()));
        } finally {
            killAll(process);
        }
    }

    /** What fits into any pipe is in it at once; for more, a program that does not read it must not be waited for. */
    private static void feed(Process process, Secret input) {
        byte[] bytes = input.bytes();
        if (bytes.length <= SMALLEST_PIPE) {
            write(process, bytes);
            return;
        }
        // It ends when the other end of the pipe is closed, at the latest when the program and what it has started are
        // killed.
        Thread feeder = new Thread(() -> write(process, bytes), "tool-input");
        feeder.setDaemon(true);
        feeder.start();
    }

    /** A program that does not want its input is no failure of ours: its exit code tells. */
    private static void write(Process process, byte[] bytes) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        } catch (IOException e) {
            return;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** True when the process has ended, false when its time is over. */
    private static boolean wait(Process process, long start, Duration limit, Head... outputs)
            throws IOException, InterruptedException {
        long pause = FIRST_LOOK_MILLIS;
        boolean ended = false;
        while (!ended && System.nanoTime() - start < limit.toNanos()) {
            ended = process.waitFor(pause, TimeUnit.MILLISECONDS);
            boolean any = false;
            for (Head output : outputs) {
                any |= output.take();
            }
            pause = any ? FIRST_LOOK_MILLIS : Math.min(2 * pause, LONGEST_LOOK_MILLIS);
        }
        return ended;
    }

    private static void killAll(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The first bytes of what comes; the rest is taken away so that the program can go on. */
    private static final class Head {
        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Head(InputStream in) {
            this.in = in;
        }

        /** Takes what is there, without waiting for more. */
        boolean take() throws IOException {
            boolean any = false;
            // A program that writes faster than it is read must not keep us here for ever.
            for (int round = 0; round < 64 && in.available() > 0; round++) {
                byte[] bytes = in.readNBytes(Math.min(in.available(), OUTPUT_LIMIT));
                kept.write(bytes, 0, Math.min(bytes.length, OUTPUT_LIMIT - kept.size()));
                any = true;
            }
            return any;
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    /** Takes the lines of a secret input, and their parts between colons, out of a text. */
    private static final class Hiding {
        private static final int SHORTEST = 4;

        /** The longest first, so that no rest of one is left. */
        private final Set<String> hidden =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

        Hiding(Optional<Secret> input) {
            input.ifPresent(secret -> {
                String text = new String(secret.bytes(), StandardCharsets.UTF_8);
                for (String line : text.split("\n", -1)) {
                    hidden.add(line);
                    hidden.add(line.substring(line.indexOf(':') + 1));
                }
                hidden.removeIf(part -> part.length() < SHORTEST);
            });
        }

        String in(String text) {
            String shown = text;
            for (String part : hidden) {
                shown = shown.replace(part, "<redacted>");
            }
            return shown;
        }
    }
}
