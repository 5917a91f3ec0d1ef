package io.goalstated.simulation.disk;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path as Linux spells it. */
final class MemoryPath implements Path {
    private final MemoryFileSystem fileSystem;
    private final boolean absolute;
    private final String[] names;
    private @Nullable String text;

    MemoryPath(MemoryFileSystem fileSystem, boolean absolute, String... names) {
        this.fileSystem = fileSystem;
        this.absolute = absolute;
        this.names = names;
    }

    static MemoryPath parse(MemoryFileSystem fileSystem, String text) {
        if (text.indexOf('/') < 0 && !text.isEmpty()) {
            return new MemoryPath(fileSystem, false, text);
        }
        List<String> names = new ArrayList<>(8);
        int start = 0;
        for (int end = text.indexOf('/'); start < text.length(); end = text.indexOf('/', start)) {
            int stop = end < 0 ? text.length() : end;
            if (stop > start) {
                names.add(text.substring(start, stop));
            }
            start = stop + 1;
        }
        return new MemoryPath(fileSystem, text.startsWith("/"), names.toArray(String[]::new));
    }

    String name(int index) {
        return names[index];
    }

    String last() {
        return names[names.length - 1];
    }

    /** Its directory that has so many names. */
    MemoryPath first(int count) {
        return new MemoryPath(fileSystem, absolute, Arrays.copyOf(names, count));
    }

    MemoryPath rootPath() {
        return new MemoryPath(fileSystem, true);
    }

    @Override
    public MemoryFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public @Nullable MemoryPath getRoot() {
        return absolute ? rootPath() : null;
    }

    @Override
    public @Nullable MemoryPath getFileName() {
        return names.length == 0 ? null : new MemoryPath(fileSystem, false, last());
    }

    @Override
    public @Nullable MemoryPath getParent() {
        return names.length == 0 || (names.length == 1 && !absolute)
                ? null
                : new MemoryPath(fileSystem, absolute, Arrays.copyOf(names, names.length - 1));
    }

    @Override
    public int getNameCount() {
        return names.length;
    }

    @Override
    public MemoryPath getName(int index) {
        return new MemoryPath(fileSystem, false, names[index]);
    }

    @Override
    public MemoryPath subpath(int from, int to) {
        return new MemoryPath(fileSystem, false, Arrays.copyOfRange(names, from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof MemoryPath o
                && o.absolute == absolute
                && o.names.length <= names.length
                && Arrays.equals(names, 0, o.names.length, o.names, 0, o.names.length);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof MemoryPath o) || o.names.length > names.length) {
            return false;
        }
        return o.absolute
                ? equals(o)
                : Arrays.equals(names, names.length - o.names.length, names.length, o.names, 0, o.names.length);
    }

    @Override
    public MemoryPath normalize() {
        List<String> kept = new ArrayList<>();
        for (String name : names) {
            if (name.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            } else if (!name.equals(".") && !name.equals("..")) {
                kept.add(name);
            }
        }
        return new MemoryPath(fileSystem, absolute, kept.toArray(String[]::new));
    }

    @Override
    public MemoryPath resolve(Path other) {
        MemoryPath o = (MemoryPath) other;
        if (o.absolute) {
            return o;
        }
        String[] joined = Arrays.copyOf(names, names.length + o.names.length);
        System.arraycopy(o.names, 0, joined, names.length, o.names.length);
        return new MemoryPath(fileSystem, absolute, joined);
    }

    @Override
    public MemoryPath resolve(String other) {
        return other.indexOf('/') < 0 && !other.isEmpty() ? child(other) : resolve(parse(fileSystem, other));
    }

    @Override
    public MemoryPath relativize(Path other) {
        MemoryPath o = (MemoryPath) other;
        if (!o.startsWith(this)) {
            throw new UnsupportedOperationException("only downwards");
        }
        return o.subpath(names.length, o.names.length);
    }

    @Override
    public URI toUri() {
        return URI.create("memory:" + toAbsolutePath());
    }

    @Override
    public MemoryPath toAbsolutePath() {
        return absolute ? this : new MemoryPath(fileSystem, true, names);
    }

    @Override
    public MemoryPath toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    MemoryPath child(String name) {
        String[] joined = Arrays.copyOf(names, names.length + 1);
        joined[names.length] = name;
        return new MemoryPath(fileSystem, absolute, joined);
    }

    @Override
    public int compareTo(Path other) {
        MemoryPath o = (MemoryPath) other;
        int last = names.length - 1;
        boolean siblings = last >= 0 && last == o.names.length - 1 && Arrays.equals(names, 0, last, o.names, 0, last);
        return siblings ? last().compareTo(o.last()) : toString().compareTo(o.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryPath o && o.absolute == absolute && Arrays.equals(names, o.names);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(names);
    }

    @Override
    public String toString() {
        if (text == null) {
            text = (absolute ? "/" : "") + String.join("/", names);
        }
        return text;
    }
}
