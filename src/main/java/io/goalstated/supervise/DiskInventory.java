package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.HandlerDirectory;
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
import io.goalstated.platform.DiskView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the handlers' directories say. Reads, and changes nothing. All methods block. */
public final class DiskInventory {
    static final int MAX_STATUS = 1 << 20;
    private static final int MAX_STATE = 4096;
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int MAX_EXTENSION_STATUS = 8 << 20;
    private static final String STATE_SUFFIX = ".HandlerState";
    static final String FORMER_AGENT = "WALinuxAgent";

    private final DiskView disk;
    private final Path libDirectory;
    private final Path logDirectory;

    public DiskInventory(DiskView disk, Path libDirectory, Path logDirectory) {
        this.disk = disk;
        this.libDirectory = libDirectory;
        this.logDirectory = logDirectory;
    }

    /** Every handler that has a directory, by name. */
    public Map<HandlerName, ObservedHandler> read() throws IOException {
        Map<HandlerName, ObservedHandler> handlers = new LinkedHashMap<>();
        for (HandlerName name : handlers()) {
            handlers.put(name, observe(name));
        }
        return handlers;
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
        return HandlerDirectory.parse(directory.getFileName().toString())
                .filter(name -> !name.handler().value().equals(FORMER_AGENT) && Files.isDirectory(directory))
                .map(name -> new HandlerLayout(libDirectory, logDirectory, name.handler(), name.version()));
    }

    static boolean isHandler(HandlerLayout layout) {
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
                    && disk.readText(file, MAX_STATE).orElse("").strip().equals(HandlerStore.ENABLED)) {
                enabled.add(name.substring(0, name.length() - STATE_SUFFIX.length()));
            }
        }
        return enabled;
    }

    Optional<HandlerStatus> status(HandlerLayout layout) throws IOException {
        return disk.readText(layout.handlerStatus(), MAX_STATUS).flatMap(HandlerStatusFile::read);
    }

    /** What the extension's status file says, as far as those that depend on it care. */
    ExtensionState extensionState(HandlerLayout layout, Optional<String> extension, SequenceNumber sequence) {
        try {
            return disk.read(layout.statusFile(extension, sequence), MAX_EXTENSION_STATUS)
                    .flatMap(content -> StatusFile.parse(content).word())
                    .map(DiskInventory::dependable)
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
