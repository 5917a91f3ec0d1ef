package io.goalstated.artifact;

import io.goalstated.extension.HandlerEnvironment;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a handler's directory ready for commands (spec 02 §5.6). Blocks; may be repeated at will. */
public final class Initializer {
    private static final int LONGEST_ENVIRONMENT = 64 << 10;

    private final Disk disk;

    public Initializer(Disk disk) {
        this.disk = disk;
    }

    /** After unpacking: every file can be executed by its owner, publishers rely on it (spec 05 B1). */
    public void initialize(HandlerLayout layout) throws IOException {
        disk.makeExecutable(layout.base());
        refresh(layout);
    }

    /**
     * For a handler that is there, at every start of the agent: its folders, and an environment file that names them as
     * they are today. A log folder that exists keeps its mode, whoever set it.
     */
    public void refresh(HandlerLayout layout) throws IOException {
        makePrivate(layout.config());
        makePrivate(layout.status());
        disk.createDirectory(layout.logs(), Disk.PUBLIC_DIRECTORY);
        disk.createDirectory(layout.events(), Disk.PRIVATE_DIRECTORY);
        String text = HandlerEnvironment.text(layout);
        if (!current(layout.environment()).equals(Optional.of(text))) {
            disk.write(layout.environment(), text, Disk.PRIVATE);
        }
    }

    /** A package may bring these folders along, with the mode of any other. */
    private void makePrivate(Path directory) throws IOException {
        disk.createDirectory(directory, Disk.PRIVATE_DIRECTORY);
        disk.setMode(directory, Disk.PRIVATE_DIRECTORY);
    }

    /** Unreadable, oversize or a link: as good as none. */
    private Optional<String> current(Path file) {
        try {
            return disk.readText(file, LONGEST_ENVIRONMENT);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
