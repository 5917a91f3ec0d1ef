package io.goalstated.simulation;

import io.goalstated.extension.CommandKind;
import io.goalstated.platform.CommandRunner.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that runs one command; it cares about the life of the agent as little as a real one does. */
final class CommandProcess {
    final ShellCommand command;
    final long pid;
    final String handler;
    final String version;
    final CommandKind kind;
    final Optional<String> extension;
    final int startedByLife;
    private final List<Runnable> audience = new ArrayList<>();
    /** The command itself has begun, not only the script around it. */
    boolean begun;

    boolean ended;
    boolean timedOut;
    int exit;

    CommandProcess(ShellCommand command, long pid, int startedByLife) {
        this.command = command;
        this.pid = pid;
        this.startedByLife = startedByLife;
        String directory = command.directory().getFileName().toString();
        this.handler = directory.substring(0, directory.lastIndexOf('-'));
        this.version = directory.substring(directory.lastIndexOf('-') + 1);
        String word = command.line().substring(command.line().lastIndexOf(' ') + 1);
        this.kind = kind(word);
        this.extension = Optional.ofNullable(environment().get("ConfigExtensionName"));
    }

    private static CommandKind kind(String word) {
        for (CommandKind kind : CommandKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(word);
    }

    Map<String, String> environment() {
        return command.environment();
    }

    int sequence() {
        return Integer.parseInt(environment().get("ConfigSequenceNumber"));
    }

    boolean isRunning() {
        return begun && !ended;
    }

    /** @param told at the end; at once when that has been */
    void onExit(Runnable told) {
        if (ended) {
            told.run();
        } else {
            audience.add(told);
        }
    }

    void end(int code) {
        ended = true;
        exit = code;
    }

    void tell() {
        audience.forEach(Runnable::run);
    }

    /** {@code 1.0.0 enable/one#3}. */
    String words() {
        return version + " " + kind.word() + extension.map(name -> "/" + name).orElse("") + "#" + sequence();
    }

    @Override
    public String toString() {
        return handler + " " + words();
    }
}
