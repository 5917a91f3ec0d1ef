package io.goalstated.supervise;

import io.goalstated.artifact.RecordedVerdicts;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerManifestReader;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.HandlerStatusFile;
import io.goalstated.extension.ResourceLimits;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.StatusFile;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.plan.Sequencing.ExtensionState;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers' directories: what they say, and the agent's own files in them. All methods block. */
final class HandlerStore {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerStore.class);
    private static final int MAX_STATE = 4096;
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int MAX_STATUS = 1 << 20;
    private static final int MAX_EXTENSION_STATUS = 8 << 20;
    private static final String STATE_SUFFIX = ".HandlerState";
    private static final String ENABLED = "enabled";
    private static final String DISABLED = "disabled";
    /** The version follows the last dash (spec 02 §1). */
    private static final Pattern DIRECTORY = Pattern.compile("([^-].*)-([^-]+)");

    private static final Pattern PACKAGE = Pattern.compile("([^-].*?)(__|-)(\\d[^-]*)\\.zip");
    private static final String FORMER_AGENT = "WALinuxAgent";

    private final Disk disk;
    private final Path libDirectory;
    private final Path logDirectory;
    private final Path removed;
    private final DisplacedStatus displaced;

    HandlerStore(Disk disk, Path libDirectory, Path logDirectory) {
        this.disk = disk;
        this.libDirectory = libDirectory;
        this.logDirectory = logDirectory;
        this.removed = libDirectory.resolve("goalstated").resolve("removed");
        this.displaced = new DisplacedStatus(disk, libDirectory.resolve("goalstated/displaced"));
    }

    /** Every version of that handler that has a directory. */
    ObservedHandler observe(HandlerName handler) throws IOException {
        List<ObservedVersion> versions = new ArrayList<>();
        for (HandlerLayout layout : layouts()) {
            if (layout.handler().equals(handler)) {
                versions.add(observe(layout));
            }
        }
        return new ObservedHandler(handler, versions);
    }

    /** The handlers that have a directory, with a state or a manifest to show that it is one. */
    Set<HandlerName> handlers() throws IOException {
        Set<HandlerName> names = new LinkedHashSet<>();
        layouts().forEach(layout -> names.add(layout.handler()));
        return names;
    }

    /**
     * What the disk says was asked of the handlers that are installed: the newest version of each, with the number of its
     * newest settings (spec 02 §5.3 step 3). For a goal state that cannot be understood there is nothing better.
     */
    List<HandlerGoal> found() throws IOException {
        List<HandlerGoal> found = new ArrayList<>();
        for (HandlerName handler : handlers()) {
            Optional<VersionNumber> version = observe(handler).installed().map(ObservedVersion::version);
            if (version.isPresent()) {
                found.add(NewestSettings.goal(
                        disk, new HandlerLayout(libDirectory, logDirectory, handler, version.get())));
            }
        }
        return found;
    }

    /** Every version of every handler that has a directory. */
    List<HandlerLayout> layouts() throws IOException {
        List<HandlerLayout> layouts = new ArrayList<>();
        for (Path directory : disk.list(libDirectory)) {
            Optional<HandlerLayout> layout = layoutOf(directory);
            if (layout.isPresent() && isHandler(layout.get())) {
                layouts.add(layout.get());
            }
        }
        return layouts;
    }

    /** What the disk says of one version, the agent's own word included. */
    Reading read(HandlerLayout layout) throws IOException {
        return new Reading(observe(layout), status(layout));
    }

    /** One version's directory at one moment. */
    record Reading(ObservedVersion observed, Optional<HandlerStatus> status) {}

    private Optional<HandlerLayout> layoutOf(Path directory) {
        Matcher name = DIRECTORY.matcher(directory.getFileName().toString());
        if (!name.matches() || name.group(1).equals(FORMER_AGENT) || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        return HandlerName.parse(name.group(1))
                .flatMap(handler -> VersionNumber.parse(name.group(2))
                        .map(version -> new HandlerLayout(libDirectory, logDirectory, handler, version)));
    }

    private static boolean isHandler(HandlerLayout layout) {
        return Files.exists(layout.handlerState(), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(layout.manifest(), LinkOption.NOFOLLOW_LINKS);
    }

    private ObservedVersion observe(HandlerLayout layout) throws IOException {
        HandlerState state = HandlerState.parse(
                disk.readText(layout.handlerState(), MAX_STATE).orElse(""));
        return new ObservedVersion(layout.version(), state, manifest(layout), enabledExtensions(layout), false);
    }

    /** The manifest as it is on disk at this moment: it may be edited in place. */
    private ObservedVersion.Manifest manifest(HandlerLayout layout) {
        try {
            Optional<String> text = disk.readText(layout.manifest(), MAX_MANIFEST);
            return new ObservedVersion.Manifest.Usable(HandlerManifestReader.read(text));
        } catch (HandlerManifest.Malformed e) {
            return new ObservedVersion.Manifest.Unusable(e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new ObservedVersion.Manifest.Unusable(
                    ErrorCode.HANDLER_MANIFEST_NOT_FOUND, "HandlerManifest.json cannot be read: " + e.getMessage());
        }
    }

    /** What the manifest says at this moment that the handler may use; no limits when it cannot be read. */
    ResourceLimits limits(HandlerLayout layout) {
        return manifest(layout) instanceof ObservedVersion.Manifest.Usable usable
                ? usable.content().limits().orElse(ResourceLimits.NONE)
                : ResourceLimits.NONE;
    }

    private Set<String> enabledExtensions(HandlerLayout layout) throws IOException {
        Set<String> enabled = new HashSet<>();
        for (Path file : disk.list(layout.config())) {
            String name = file.getFileName().toString();
            if (name.endsWith(STATE_SUFFIX)
                    && disk.readText(file, MAX_STATE).orElse("").strip().equals(ENABLED)) {
                enabled.add(name.substring(0, name.length() - STATE_SUFFIX.length()));
            }
        }
        return enabled;
    }

    Optional<HandlerStatus> status(HandlerLayout layout) throws IOException {
        return disk.readText(layout.handlerStatus(), MAX_STATUS).flatMap(HandlerStatusFile::read);
    }

    /** What has no directory any more cannot be installed, whatever a late bookkeeper thinks. */
    void recordState(HandlerLayout layout, HandlerState state) throws IOException {
        if (state.isInstalled() && !disk.isDirectory(layout.base())) {
            return;
        }
        if (disk.readText(layout.handlerState(), MAX_STATE).orElse("").equals(state.text())) {
            return;
        }
        disk.createDirectory(layout.config(), Disk.PRIVATE_DIRECTORY);
        disk.write(layout.handlerState(), state.text(), Disk.PRIVATE);
    }

    /** A status without a state would not be recognised as a handler's: the state is written along. */
    void recordStatus(HandlerLayout layout, HandlerStatus status) throws IOException {
        String text = HandlerStatusFile.write(status);
        if (disk.readText(layout.handlerStatus(), MAX_STATUS).orElse("").equals(text)) {
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
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                disk.copy(file, to.status().resolve(file.getFileName().toString()));
            }
        }
    }

    /**
     * Removes a version's directory and zip. The directory first goes out of the way as a whole: half of it would neither
     * be a handler nor be recognised as the rest of one. What works in it, or writes to files that are open, goes on.
     */
    void remove(HandlerLayout layout) throws IOException {
        disk.delete(layout.packageFile());
        displaced.forget(layout);
        // What was found out about this package says nothing of one that another agent unpacks here later.
        new RecordedVerdicts(disk, libDirectory).delete(layout.handler(), layout.version());
        if (!disk.exists(layout.base())) {
            return;
        }
        disk.createDirectory(removed, Disk.PRIVATE_DIRECTORY);
        Path away = removed.resolve(layout.base().getFileName() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            disk.move(layout.base(), away);
        } catch (FileSystemException e) {
            // It is a mount of another file system, or in one: AtomicMoveNotSupported, or busy.
            removeInPlace(layout);
        }
        finish(away);
    }

    /** What remains of a directory is no handler any more. */
    private void removeInPlace(HandlerLayout layout) throws IOException {
        try {
            disk.deleteTree(layout.base());
        } catch (IOException e) {
            if (isHandler(layout)) {
                throw e;
            }
            LOG.warn("{} cannot be removed as a whole: {}", layout.base(), e.getMessage());
        }
    }

    /** Goes on with removals that a kill has interrupted. */
    void sweep() throws IOException {
        for (Path left : disk.list(removed)) {
            finish(left);
        }
    }

    /** Whoever works in there may still make files; what is left goes at the next start. */
    private void finish(Path away) {
        try {
            disk.deleteTree(away);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed yet: {}", away, e.getMessage());
        }
    }

    /**
     * Removes packages that nobody will unpack: {@code <Handler>__<version>.zip} of handlers that are not asked for, and
     * {@code <Handler>-<version>.zip} without a directory of that name (spec 02 §12.6, W-13).
     *
     * @return the names of what was removed
     */
    List<String> removeStrayPackages(Set<HandlerName> asked) throws IOException {
        List<String> gone = new ArrayList<>();
        for (Path file : disk.list(libDirectory)) {
            String name = file.getFileName().toString();
            Matcher packed = PACKAGE.matcher(name);
            if (packed.matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && VersionNumber.parse(packed.group(3)).isPresent()
                    && isStray(packed, asked)) {
                disk.delete(file);
                gone.add(name);
            }
        }
        return gone;
    }

    private boolean isStray(Matcher packed, Set<HandlerName> asked) {
        Optional<HandlerName> handler = HandlerName.parse(packed.group(1));
        boolean published = packed.group(1).contains(".");
        if (handler.isEmpty() || !published || handler.get().value().equals(FORMER_AGENT)) {
            return false;
        }
        return packed.group(2).equals("__")
                ? !asked.contains(handler.get())
                : !Files.isDirectory(libDirectory.resolve(packed.group(1) + "-" + packed.group(3)));
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

    /** What the extension's status file says, as far as those that depend on it care. */
    ExtensionState extensionState(HandlerLayout layout, Optional<String> extension, SequenceNumber sequence) {
        try {
            return disk.read(layout.statusFile(extension, sequence), MAX_EXTENSION_STATUS)
                    .flatMap(content -> StatusFile.parse(content).word())
                    .map(HandlerStore::dependable)
                    .orElse(ExtensionState.UNFINISHED);
        } catch (IOException e) {
            return ExtensionState.UNFINISHED;
        }
    }

    private static ExtensionState dependable(ExtensionStatus.Word word) {
        return switch (word) {
            case SUCCESS -> ExtensionState.SUCCESS;
            case ERROR -> ExtensionState.ERROR;
            case TRANSITIONING, WARNING -> ExtensionState.UNFINISHED;
        };
    }
}
