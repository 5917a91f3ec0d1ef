package io.goalstated.simulation.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/** One disk. Everything that is not overridden here goes through its {@link MemoryProvider}. */
public final class MemoryFileSystem extends FileSystem {
    final Volume volume;
    private final MemoryProvider provider = new MemoryProvider(this);

    /** @param clock wall time in nanoseconds, for modification times */
    public MemoryFileSystem(LongSupplier clock) {
        this.volume = new Volume(clock);
    }

    /** Everybody's operations go through the gate from now on. */
    public void gate(Gate gate) {
        volume.gate = gate;
    }

    /** Power fails: of what was not synced, any part may be there afterwards. */
    public void crash(Random random) {
        volume.crash(random);
    }

    /** The kernel has had the time to write everything back. */
    public void writeBackAll() {
        volume.writeBackAll();
    }

    /** What would surely be in that file after a crash at this moment; empty when the file might not be there. */
    public Optional<String> durable(Path file) {
        return volume.durable((MemoryPath) file);
    }

    public Path path(String absolute) {
        return MemoryPath.parse(this, absolute);
    }

    /** Makes a symbolic link, whatever its target. */
    public void link(Path path, String target) throws IOException {
        volume.link((MemoryPath) path, target);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        // Lives as long as somebody knows it.
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(path("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "posix");
    }

    @Override
    public Path getPath(String first, String... more) {
        return path(more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
