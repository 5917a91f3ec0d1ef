package io.goalstated.simulation.disk;

import io.goalstated.simulation.disk.Gate.Act;
import io.goalstated.simulation.disk.Node.Link;
import io.goalstated.simulation.disk.Node.Plain;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code java.nio.file.Files} asks of a file system, as far as the agent and its handlers ask it. */
final class MemoryProvider extends FileSystemProvider {
    private static final Set<PosixFilePermission> DEFAULT_FILE = PosixFilePermissions.fromString("rw-r--r--");

    private final MemoryFileSystem fileSystem;

    MemoryProvider(MemoryFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    private Volume volume() {
        return fileSystem.volume;
    }

    private static MemoryPath own(Path path) {
        return (MemoryPath) path;
    }

    private static boolean follows(LinkOption... options) {
        return options.length == 0;
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return newFileChannel(path, options, with);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        MemoryPath file = own(path);
        boolean append = options.contains(StandardOpenOption.APPEND);
        boolean writes = append || options.contains(StandardOpenOption.WRITE);
        if (options.contains(StandardOpenOption.CREATE_NEW)) {
            return new MemoryChannel(volume(), file, volume().create(file, mode(DEFAULT_FILE, with)), append);
        }
        volume().gate.before(writes ? Act.LOOK : Act.READ, file);
        Node node = opened(file, options, with);
        if (node instanceof Link) {
            throw new FileSystemException(file.toString(), null, "Too many levels of symbolic links");
        }
        if (writes && !(node instanceof Plain)) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        MemoryChannel channel = new MemoryChannel(volume(), file, node, append);
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.truncate(0);
        }
        return channel;
    }

    private Node opened(MemoryPath file, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        try {
            return volume().find(file, !options.contains(LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            if (options.contains(StandardOpenOption.CREATE)) {
                return volume().create(file, mode(DEFAULT_FILE, with));
            }
            throw e;
        }
    }

    @SuppressWarnings("unchecked")
    private static Set<PosixFilePermission> mode(Set<PosixFilePermission> otherwise, FileAttribute<?>... with) {
        return with.length == 0 ? otherwise : (Set<PosixFilePermission>) with[0].value();
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String name : volume().list(own(path))) {
            entries.add(own(path).child(name));
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return entries.iterator();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... with) throws IOException {
        volume().mkdir(own(path), mode(Volume.DEFAULT_DIRECTORY, with));
    }

    @Override
    public void delete(Path path) throws IOException {
        volume().delete(own(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        if (!(volume().find(own(from), false) instanceof Plain source)) {
            throw new FileSystemException(from.toString(), to.toString(), "only regular files are copied here");
        }
        if (Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            deleteIfExists(to);
        }
        Plain made = volume().create(own(to), source.mode());
        volume().gate.before(Act.WRITE, to);
        byte[] bytes = source.bytes();
        made.write(0, bytes, bytes.length);
        made.modifiedNanos = source.modifiedNanos;
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        List<CopyOption> wanted = Arrays.asList(options);
        if (!wanted.contains(StandardCopyOption.REPLACE_EXISTING)
                && !wanted.contains(StandardCopyOption.ATOMIC_MOVE)
                && exists(own(to))) {
            throw new FileAlreadyExistsException(to.toString());
        }
        volume().rename(own(from), own(to));
    }

    private boolean exists(MemoryPath path) throws IOException {
        try {
            volume().find(path, false);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean isSameFile(Path path, Path other) {
        return path.equals(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return own(path).last().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        return new MemoryStore();
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        volume().gate.before(Act.LOOK, path);
        volume().find(own(path), true);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        MemoryAttributes.View view = new MemoryAttributes.View(volume(), own(path), follows(options));
        return type.isInstance(view) ? type.cast(view) : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        volume().gate.before(Act.LOOK, path);
        return type.cast(MemoryAttributes.of(volume().find(own(path), follows(options))));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        if (attributes.equals("unix:dev")) {
            // Nothing is ever mounted on it.
            volume().find(own(path), follows(options));
            return Map.of("dev", 1L);
        }
        if (attributes.equals("unix:uid")) {
            // All is root's.
            volume().find(own(path), follows(options));
            return Map.of("uid", 0);
        }
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getScheme() {
        return "memory";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.path(uri.getPath());
    }
}
