package io.goalstated.simulation;

import io.goalstated.extension.CommandKind;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.goalstated.simulation.disk.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes of the VM and what they do to its disk. They live on when the agent dies. */
final class Machine {
    private static final long MILLISECOND = 1_000_000;

    private final Timeline timeline;
    private final MemoryFileSystem disk;
    private final Witness witness;
    private final List<CommandProcess> processes = new ArrayList<>();
    private Behaviour.Source behaviours;
    private long nextPid = 100;
    private int boots;
    private int busyHands;

    /** Sees every command begin and end. */
    interface Witness {
        void begins(CommandProcess process);

        void ends(CommandProcess process);

        /** It could not be launched. */
        void neverBegins(CommandProcess process);

        /** A status file says success: those that depend on it may start. */
        void succeeds(CommandProcess process);
    }

    Machine(Timeline timeline, MemoryFileSystem disk, Witness witness, Behaviour.Source behaviours) {
        this.timeline = timeline;
        this.disk = disk;
        this.witness = witness;
        this.behaviours = behaviours;
    }

    void behave(Behaviour.Source source) {
        behaviours = source;
    }

    List<CommandProcess> running() {
        return processes.stream().filter(CommandProcess::isRunning).toList();
    }

    /** Whether processes run, or handlers have yet to say something. */
    boolean isBusy() {
        if (busyHands > 0) {
            return true;
        }
        for (CommandProcess process : processes) {
            if (!process.ended) {
                return true;
            }
        }
        return false;
    }

    Optional<CommandProcess> find(Path operation) {
        return processes.stream()
                .filter(process -> !process.ended && process.command.operation().equals(operation))
                .findFirst();
    }

    /** What the kernel does for whoever starts a program. */
    CommandProcess spawn(ShellCommand command, int life) throws IOException {
        if (!Files.isDirectory(command.directory())) {
            throw new NoSuchFileException(command.directory().toString());
        }
        CommandProcess process = new CommandProcess(command, nextPid++, life);
        processes.removeIf(old -> old.ended);
        processes.add(process);
        later(timeline.random().nextInt(3_000) / 1_000, () -> claim(process));
        return process;
    }

    /** Something that happens unless the machine crashes first. */
    private void later(long millis, Deed deed) {
        int boot = boots;
        busyHands++;
        timeline.inTheWorld(millis * MILLISECOND + timeline.random().nextInt(1_000), () -> {
            if (boot == boots) {
                busyHands--;
                try {
                    deed.perform();
                } catch (IOException e) {
                    // Somebody has taken its directory away, as it happens.
                }
            }
        });
    }

    @FunctionalInterface
    private interface Deed {
        void perform() throws IOException;
    }

    private void claim(CommandProcess process) {
        if (process.ended) {
            return;
        }
        Path claim = process.command.operation().resolve("claim");
        try {
            Files.newByteChannel(claim, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                    .close();
        } catch (IOException e) {
            finish(process, 125);
            return;
        }
        later(0, () -> {
            Files.writeString(claim, process.pid + "\n");
            begin(process);
        });
    }

    private void begin(CommandProcess process) {
        if (process.ended) {
            return;
        }
        process.begun = true;
        witness.begins(process);
        Behaviour behaviour = behaviours.of(process.handler, process.version, process.kind, process.extension);
        speak(process, behaviour);
        misbehave(process, behaviour);
        if (!behaviour.hangs()) {
            later(behaviour.millis(), () -> exit(process, behaviour));
        }
    }

    private void exit(CommandProcess process, Behaviour behaviour) throws IOException {
        if (process.ended) {
            return;
        }
        Path exit = process.command.operation().resolve("exit");
        if (Files.isDirectory(process.command.operation())) {
            Files.writeString(exit, "");
            int boot = boots;
            later(0, () -> {
                if (!process.ended && boot == boots) {
                    Files.writeString(exit, behaviour.exit() + "\n");
                    finish(process, behaviour.exit());
                }
            });
        } else {
            finish(process, behaviour.exit());
        }
    }

    private void finish(CommandProcess process, int code) {
        process.end(code);
        if (process.begun) {
            witness.ends(process);
        }
        process.tell();
    }

    /** SIGKILL to all of it, because its time is over. */
    void kill(CommandProcess process) {
        if (!process.ended) {
            process.timedOut = true;
            finish(process, 137);
        }
    }

    /** Nothing of it has ever run. */
    void notLaunched(ShellCommand command, int life) {
        witness.neverBegins(new CommandProcess(command, 0, life));
    }

    /** Power fails: every process is gone. */
    void crash() {
        boots++;
        busyHands = 0;
        processes.forEach(process -> process.ended = true);
        processes.clear();
    }

    private void speak(CommandProcess process, Behaviour behaviour) {
        switch (behaviour.status()) {
            case NONE -> {}
            case SUCCESS -> later(behaviour.delay(), () -> write(process, "success"));
            case ERROR -> later(behaviour.delay(), () -> write(process, "error"));
            case FOREVER_TRANSITIONING -> later(1, () -> write(process, "transitioning"));
            case LATE_SUCCESS -> {
                later(1, () -> write(process, "transitioning"));
                later(behaviour.delay() + 2, () -> write(process, "success"));
            }
            case LATE_ERROR -> {
                later(1, () -> write(process, "transitioning"));
                later(behaviour.delay() + 2, () -> write(process, "error"));
            }
            case GARBAGE_THEN_SUCCESS -> {
                later(behaviour.delay(), () -> Files.writeString(statusFile(process), "[{\"status\""));
                later(behaviour.delay() + 300, () -> write(process, "success"));
            }
        }
    }

    private static Path statusFile(CommandProcess process) {
        return process.command
                .directory()
                .resolve("status")
                .resolve(process.extension.map(name -> name + ".").orElse("") + process.sequence() + ".status");
    }

    private void write(CommandProcess process, String word) throws IOException {
        Path file = statusFile(process);
        Files.writeString(
                file, "[{\"version\":1.0,\"status\":{\"status\":\"" + word + "\",\"code\":0,\"operation\":\"x\"}}]");
        if (word.equals("success")) {
            witness.succeeds(process);
        }
    }

    private void misbehave(CommandProcess process, Behaviour behaviour) {
        Path base = process.command.directory();
        switch (behaviour.mischief()) {
            case NONE -> {}
            case EMPTIES_SETTINGS ->
                later(5, () -> {
                    if (process.ended) {
                        return;
                    }
                    Path settings = base.resolve("config")
                            .resolve(process.extension.map(name -> name + ".").orElse("") + process.sequence()
                                    + ".settings");
                    if (Files.exists(settings)) {
                        Files.writeString(settings, "");
                    }
                });
            case REMOVES_ITSELF -> later(behaviour.millis() / 2, () -> removeTree(base));
            case LEAVES_STRANGERS ->
                later(5, () -> {
                    makeDirectory(base.resolve("status").resolve("99.status"));
                    makeDirectory(base.resolveSibling("run-command-handler"));
                    Files.writeString(base.resolve("config").resolve("notes.txt"), "mine");
                    disk.link(base.resolve("status").resolve("98.status"), "/etc/passwd");
                });
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            // Left before.
        }
    }

    static void removeTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether the kind is one of which the VM takes only one at a time. */
    static boolean isExclusive(CommandKind kind) {
        return switch (kind) {
            case INSTALL, UPDATE, UNINSTALL -> true;
            case ENABLE, DISABLE -> false;
        };
    }
}
