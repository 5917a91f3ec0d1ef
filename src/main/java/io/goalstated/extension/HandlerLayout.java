package io.goalstated.extension;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything of one version of one handler lies (spec 02 §1). Paths only; nothing here looks at the disk.
 *
 * @param libDirectory the library directory, normally {@code /var/lib/waagent}
 * @param logDirectory the extensions' log directory, normally {@code /var/log/azure}
 */
public record HandlerLayout(Path libDirectory, Path logDirectory, HandlerName handler, VersionNumber version) {

    private HandlerDirectory directory() {
        return new HandlerDirectory(handler, version);
    }

    /** {@code <lib>/<Handler>-<version>}: working directory of every command. */
    public Path base() {
        return libDirectory.resolve(directory().toString());
    }

    /** {@code <lib>/<Handler>__<version>.zip}: the package between download and unpacking. */
    public Path packageFile() {
        return libDirectory.resolve(new PackageName(directory(), false).toString());
    }

    public Path config() {
        return base().resolve("config");
    }

    public Path status() {
        return base().resolve("status");
    }

    public Path manifest() {
        return base().resolve("HandlerManifest.json");
    }

    public Path environment() {
        return base().resolve("HandlerEnvironment.json");
    }

    public Path heartbeat() {
        return base().resolve("heartbeat.log");
    }

    public Path mostRecentSequence() {
        return base().resolve("mrseq");
    }

    public Path handlerState() {
        return config().resolve("HandlerState");
    }

    public Path handlerStatus() {
        return config().resolve("HandlerStatus");
    }

    /** {@code enabled} or {@code disabled} of one extension of a multi-config handler. */
    public Path extensionState(String extension) {
        return config().resolve(extension + ".HandlerState");
    }

    /** @param extension of a multi-config handler; empty for single-config */
    public Path settings(Optional<String> extension, SequenceNumber sequence) {
        return config().resolve(prefix(extension) + sequence + ".settings");
    }

    /** @param extension of a multi-config handler; empty for single-config */
    public Path statusFile(Optional<String> extension, SequenceNumber sequence) {
        return status().resolve(prefix(extension) + sequence + ".status");
    }

    /** {@code <logs>/<Handler>}: not versioned, survives uninstall. */
    public Path logs() {
        return logDirectory.resolve(handler.value());
    }

    public Path events() {
        return logs().resolve("events");
    }

    /** @param extension of a multi-config handler; empty for single-config */
    public Path commandLog(Optional<String> extension) {
        return logs().resolve(extension
                .map(name -> "CommandExecution_" + name + ".log")
                .orElse("CommandExecution.log"));
    }

    private static String prefix(Optional<String> extension) {
        return extension.map(name -> name + ".").orElse("");
    }
}
