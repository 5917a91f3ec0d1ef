package io.goalstated.artifact;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names of a package seen so far. No name may come twice, be file and directory at once, or differ from another one
 * by the case of its letters only: who checks a package and who runs it must be looking at the same file (OPS-111).
 */
final class EntryTree {
    private enum Kind {
        FILE,
        DIRECTORY,
        /** Only known as the directory of something else; may still be listed itself, once. */
        IMPLIED
    }

    private record Node(String name, Kind kind) {}

    private final Map<String, Node> nodes = new HashMap<>();
    private final UnpackLimits limits;
    private long letters;

    EntryTree(UnpackLimits limits) {
        this.limits = limits;
    }

    void add(EntryName name) throws BadArchive {
        List<String> parts = name.parts();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            path.append(i == 0 ? "" : "/").append(parts.get(i));
            boolean last = i == parts.size() - 1;
            add(path.toString(), last ? name.isDirectory() ? Kind.DIRECTORY : Kind.FILE : Kind.IMPLIED);
        }
    }

    private void add(String path, Kind kind) throws BadArchive {
        String key = path.toLowerCase(Locale.ROOT);
        Node known = nodes.get(key);
        if (known == null) {
            // A short entry can imply sixty directories, each with a path of its own.
            letters += path.length();
            if (nodes.size() >= 2L * limits.entries() || letters > 2 * limits.directoryBytes()) {
                throw new BadArchive("the package has too many directories");
            }
            nodes.put(key, new Node(path, kind));
            return;
        }
        if (!known.name().equals(path)) {
            throw EntryName.refused(path, "differs from another one only by the case of its letters");
        }
        if ((known.kind() == Kind.FILE) != (kind == Kind.FILE)) {
            throw EntryName.refused(path, "is a file and a directory");
        }
        if (known.kind() == kind && kind != Kind.IMPLIED) {
            throw EntryName.refused(path, "is there twice");
        }
        if (kind == Kind.DIRECTORY) {
            nodes.put(key, new Node(path, kind));
        }
    }
}
