package io.goalstated.cli;

import io.goalstated.platform.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A goal state that somebody has kept: a document, or a moment of the daemon's history, which is a directory or an archive
 * with such documents.
 *
 * @param where the document's path, for people; within an archive it goes on behind a {@code !}
 */
record GoalStateFile(String where, String text) {
    private static final int MAX_BYTES = 16 << 20;
    /** What is looked for in a moment; the former tells more of what is wanted than the latter. */
    private static final List<String> DOCUMENTS = List.of("VmSettings.json", "ExtensionsConfig.xml");

    /** Of a document, a directory or an archive; empty when it does not exist or has no such document in it. */
    static Optional<GoalStateFile> of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            for (String name : DOCUMENTS) {
                Optional<GoalStateFile> found = document(path.resolve(name));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return path.toString().endsWith(".zip") ? archived(path) : document(path);
    }

    /** The newest of a history: names begin with their time. Empty when there is none. */
    static Optional<GoalStateFile> newest(Path history) throws IOException {
        List<Path> moments = new Disk().list(history);
        for (int i = moments.size() - 1; i >= 0; i--) {
            if (Files.isDirectory(moments.get(i)) || moments.get(i).toString().endsWith(".zip")) {
                Optional<GoalStateFile> found = of(moments.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<GoalStateFile> document(Path file) throws IOException {
        return new Disk()
                .readText(file.toAbsolutePath(), MAX_BYTES)
                .map(text -> new GoalStateFile(file.toString(), text));
    }

    private static Optional<GoalStateFile> archived(Path archive) throws IOException {
        Optional<byte[]> content = new Disk().read(archive.toAbsolutePath(), MAX_BYTES);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> texts = new TreeMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(content.get()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (DOCUMENTS.contains(entry.getName())) {
                    byte[] text = zip.readNBytes(MAX_BYTES + 1);
                    if (text.length > MAX_BYTES) {
                        throw new IOException(
                                entry.getName() + " in " + archive + " is larger than " + MAX_BYTES + " bytes");
                    }
                    texts.put(entry.getName(), new String(text, StandardCharsets.UTF_8));
                }
            }
        }
        return DOCUMENTS.stream()
                .filter(texts::containsKey)
                .findFirst()
                .map(name -> new GoalStateFile(archive + "!" + name, texts.getOrDefault(name, "")));
    }
}
