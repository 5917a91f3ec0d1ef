package io.goalstated.supervise;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.HandlerStatusFile;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Leftovers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** The agent's own files in the handlers' directories, written. All methods block. */
final class HandlerStore {
    static final String ENABLED = "enabled";
    private static final int MAX_STATE = 4096;
    private static final String DISABLED = "disabled";

    private final Disk disk;
    private final DisplacedStatus displaced;

    HandlerStore(Disk disk, DisplacedStatus displaced) {
        this.disk = disk;
        this.displaced = displaced;
    }

    /** What has no directory any more cannot be installed, whatever a late bookkeeper thinks. */
    void recordState(HandlerLayout layout, HandlerState state) throws IOException {
        if (state.isInstalled() && !disk.isDirectory(layout.base())) {
            return;
        }
        if (disk.readText(layout.handlerState(), MAX_STATE).orElse("").equals(state.text())) {
            disk.settleNames(layout.config());
            return;
        }
        disk.createDirectory(layout.config(), Disk.PRIVATE_DIRECTORY);
        disk.write(layout.handlerState(), state.text(), Disk.PRIVATE);
    }

    /** A status without a state would not be recognised as a handler's: the state is written along. */
    void recordStatus(HandlerLayout layout, HandlerStatus status) throws IOException {
        String text = HandlerStatusFile.write(status);
        if (disk.readText(layout.handlerStatus(), DiskInventory.MAX_STATUS)
                .orElse("")
                .equals(text)) {
            disk.settleNames(layout.config());
            return;
        }
        disk.createDirectory(layout.config(), Disk.PRIVATE_DIRECTORY);
        if (!Files.exists(layout.handlerState())) {
            disk.write(layout.handlerState(), HandlerState.NOT_INSTALLED.text(), Disk.PRIVATE);
        }
        disk.write(layout.handlerStatus(), text, Disk.PRIVATE);
    }

    void recordExtension(HandlerLayout layout, String extension, boolean enabled) throws IOException {
        disk.createDirectory(layout.config(), Disk.PRIVATE_DIRECTORY);
        disk.write(layout.extensionState(extension), enabled ? ENABLED : DISABLED, Disk.PRIVATE);
    }

    /** Removes the settings, status and state files of one multi-config extension (spec 02 §9.4). */
    void forgetExtension(HandlerLayout layout, String extension) throws IOException {
        deleteMatching(layout.config(), extension, ".settings");
        deleteMatching(layout.status(), extension, ".status");
        disk.delete(layout.extensionState(extension));
    }

    private void deleteMatching(Path directory, String extension, String suffix) throws IOException {
        Pattern own = Pattern.compile(Pattern.quote(extension) + "\\.\\d+" + Pattern.quote(suffix));
        for (Path file : disk.list(directory)) {
            if (own.matcher(file.getFileName().toString()).matches()) {
                disk.delete(file);
            }
        }
    }

    /**
     * Writes the settings so that the file is the newest of all settings files: handlers take the newest for current
     * (spec 02 §4.3).
     */
    void writeSettings(HandlerLayout layout, Optional<String> extension, SequenceNumber sequence, String text)
            throws IOException {
        disk.createDirectory(layout.config(), Disk.PRIVATE_DIRECTORY);
        Path file = layout.settings(extension, sequence);
        disk.write(file, text, Disk.PRIVATE);
        FileTime newest = FileTime.fromMillis(0);
        for (Path other : disk.list(layout.config())) {
            if (!other.equals(file) && other.getFileName().toString().endsWith(".settings")) {
                FileTime time = Files.getLastModifiedTime(other, LinkOption.NOFOLLOW_LINKS);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        if (Files.getLastModifiedTime(file).compareTo(newest) <= 0) {
            disk.setModified(file, FileTime.fromMillis(newest.toMillis() + 1000));
        }
    }

    /** Copies {@code mrseq} and the status files, times preserved (spec 02 §5.5 step 2). */
    void carryOver(HandlerLayout from, HandlerLayout to) throws IOException {
        if (Files.isRegularFile(from.mostRecentSequence(), LinkOption.NOFOLLOW_LINKS)) {
            disk.copy(from.mostRecentSequence(), to.mostRecentSequence());
        }
        disk.createDirectory(to.status(), Disk.PRIVATE_DIRECTORY);
        for (Path file : disk.list(from.status())) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Leftovers.isTemporary(file)) {
                disk.copy(file, to.status().resolve(file.getFileName().toString()));
            }
        }
    }

    /** Puts the agent's own word where the handler's status file would be. */
    void writeStatusFile(
            HandlerLayout layout, Optional<String> extension, SequenceNumber sequence, String text, boolean overwrite)
            throws IOException {
        Path file = layout.statusFile(extension, sequence);
        if (overwrite) {
            displaced.displace(layout, file, text);
            return;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        disk.createDirectory(layout.status(), Disk.PRIVATE_DIRECTORY);
        disk.write(file, text.getBytes(StandardCharsets.UTF_8), Disk.PRIVATE);
    }

    /** The extension may run again: a denial in its status file is no longer true. */
    void restoreStatusFile(HandlerLayout layout, Optional<String> extension, SequenceNumber sequence)
            throws IOException {
        displaced.restore(layout, layout.statusFile(extension, sequence));
    }
}
