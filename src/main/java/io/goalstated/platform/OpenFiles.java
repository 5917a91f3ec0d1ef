package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** Which files processes of this machine have open, by whatever name. Blocks, for as long as there are processes to look at. */
public final class OpenFiles {
    private static final String PROCESSES = "/proc";

    private final Disk disk;
    private final SystemRoot root;

    public OpenFiles(Disk disk, SystemRoot root) {
        this.disk = disk;
        this.root = root;
    }

    /**
     * Those of these files that somebody has open. Of processes that this one may not look into, unless it is root's, nothing is
     * known.
     *
     * @param identities as in {@link FileStamp#identity()}
     */
    public Set<Object> among(Set<Object> identities) throws IOException {
        Set<Object> open = new HashSet<>();
        for (Path process : disk.list(root.resolve(PROCESSES))) {
            if (process.getFileName().toString().matches("\\d{1,10}")) {
                add(process.resolve("fd"), identities, open);
            }
        }
        return open;
    }

    private void add(Path descriptors, Set<Object> identities, Set<Object> open) {
        try {
            for (Path descriptor : disk.list(descriptors)) {
                Object identity = identity(descriptor);
                if (identities.contains(identity)) {
                    open.add(identity);
                }
            }
        } catch (IOException e) {
            // The process has ended, or is none of ours.
            return;
        }
    }

    /** Of what the descriptor leads to, which need not have a name. */
    private static Object identity(Path descriptor) {
        try {
            Object key =
                    Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
            return key == null ? descriptor : key;
        } catch (IOException e) {
            return descriptor;
        }
    }
}
