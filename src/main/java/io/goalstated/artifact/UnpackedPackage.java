package io.goalstated.artifact;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerManifestReader;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** A package's content in the staging directory, on its way to its place. Blocks. */
final class UnpackedPackage {
    private static final int MAX_MANIFEST = 8 << 20;
    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    private final Disk disk;
    private final Path tree;

    UnpackedPackage(Disk disk, Path tree) {
        this.disk = disk;
        this.tree = tree;
    }

    /** Removes what only the agent may say of a handler: a package could otherwise call itself verified or installed. */
    void removeClaims() throws IOException {
        disk.deleteTree(tree.resolve("package_validated"));
        for (Path file : disk.list(tree.resolve("config"))) {
            String name = file.getFileName().toString();
            if (name.equals("HandlerStatus") || name.equals("HandlerState") || name.endsWith(".HandlerState")) {
                disk.deleteTree(file);
            }
        }
    }

    /**
     * The manifest, which afterwards lies at the root without a byte-order mark; some packages keep it deeper.
     *
     * @return empty when the package has none
     */
    Optional<HandlerManifest> settleManifest() throws IOException, HandlerManifest.Malformed {
        Optional<Path> found = findManifest();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = read(found.get());
        boolean marked = bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        byte[] plain = marked ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length) : bytes;
        Path root = tree.resolve(HandlerManifestReader.FILE_NAME);
        if (marked || !found.get().equals(root)) {
            disk.write(root, plain, Unpacker.FILE_MODE);
        }
        return Optional.of(HandlerManifestReader.read(Optional.of(new String(plain, StandardCharsets.UTF_8))));
    }

    private byte[] read(Path file) throws IOException, HandlerManifest.Malformed {
        try {
            return disk.read(file, MAX_MANIFEST).orElse(new byte[0]);
        } catch (IOException e) {
            throw new HandlerManifest.Malformed(
                    ErrorCode.HANDLER_MANIFEST_MALFORMED,
                    HandlerManifestReader.FILE_NAME + " cannot be used: it cannot be read, or is larger than "
                            + MAX_MANIFEST + " bytes");
        }
    }

    /** The one nearest to the root, of several the first by name. */
    private Optional<Path> findManifest() throws IOException {
        Deque<Path> directories = new ArrayDeque<>();
        directories.add(tree);
        while (!directories.isEmpty()) {
            Path directory = directories.remove();
            for (Path child : disk.list(directory)) {
                if (disk.isDirectory(child)) {
                    directories.add(child);
                } else if (child.endsWith(HandlerManifestReader.FILE_NAME)) {
                    return Optional.of(child);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Moves everything to the handler's directory: at once when there is none, else piece by piece over what is there,
     * so that settings, status and sequence number of an earlier attempt survive. Links in there are replaced, never
     * followed. What is moved is whole even if power fails a moment later.
     */
    void moveTo(Path base) throws IOException {
        disk.syncTree(tree);
        move(tree, base);
    }

    private void move(Path from, Path to) throws IOException {
        if (disk.isDirectory(from) && disk.isDirectory(to)) {
            for (Path child : disk.list(from)) {
                move(child, to.resolve(child.getFileName()));
            }
            return;
        }
        if (disk.isDirectory(from) || disk.isDirectory(to)) {
            disk.deleteTree(to);
        }
        disk.move(from, to);
    }
}
