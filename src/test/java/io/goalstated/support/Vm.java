package io.goalstated.support;

import io.goalstated.config.Configuration;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The file system of a VM below a directory, and what is collected of it. */
final class Vm {
    static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    static final CollectedPlaces PLACES = CollectedPlaces.of(Configuration.defaults());

    private final Path root;

    Vm(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("var/lib/waagent"));
    }

    Path place(String name) {
        return root.resolve(name.substring(1));
    }

    Path write(String name, byte[] content) throws IOException {
        Files.createDirectories(place(name).getParent());
        return Files.write(place(name), content);
    }

    Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void link(String name, String target) throws IOException {
        Files.createDirectories(place(name).getParent());
        Files.createSymbolicLink(place(name), Path.of(target));
    }

    Gathering gathering(boolean full, Optional<Path> to, Limits limits, Disk disk) throws IOException {
        return new Gathering(
                disk, new SystemRoot(root), new Gathering.Wish(PLACES, full, to), limits, InstantSource.fixed(NOW));
    }

    Gathered collect(boolean full, Limits limits) throws IOException {
        return run(gathering(full, Optional.empty(), limits, new Disk()));
    }

    Gathered collect() throws IOException {
        return collect(false, Limits.DEFAULT);
    }

    static Gathered run(Gathering gathering) throws IOException {
        try {
            while (gathering.end().isEmpty()) {
                gathering.advance();
            }
            return gathering.end().get();
        } finally {
            gathering.abandon();
        }
    }

    /** The entries of the archive in their order. */
    static Map<String, byte[]> entries(Path archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    static String text(Map<String, byte[]> entries, String name) {
        return new String(entries.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
