package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a package out of a handler's directory: the zip that a publisher would upload, with the wanted version written
 * into the manifest's {@code signingInfo}. The same directory and version give the same bytes. Blocks.
 */
public final class PackageMaker {
    private static final String MANIFEST = "HandlerManifest.json";
    /** Sample handlers are small; a wrong directory is noticed before it fills the memory. */
    private static final int MAX_FILE = 32 << 20;

    private static final int MAX_FILES = 1000;

    /** Zip times have no zone and start in 1980. */
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2020, 1, 1, 0, 0);

    private final Disk disk = new Disk();

    /**
     * The package of that directory. The handler's name comes from {@code signingInfo}: publisher, a dot, type.
     *
     * @throws IOException naming the file and what is wrong with it
     */
    public ExtensionPackage make(Path directory, String version) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        collect(directory, "", files);
        byte[] original = files.get(MANIFEST);
        if (original == null) {
            throw new IOException(directory + " has no " + MANIFEST + "; name the directory of a handler");
        }
        JsonNode manifest = parse(directory, original);
        if (!(manifest.path(0).path("signingInfo") instanceof ObjectNode signing)) {
            throw new IOException(directory.resolve(MANIFEST) + " has no signingInfo in its first element");
        }
        signing.put("version", version);
        files.put(MANIFEST, (SpacedJson.write(manifest) + "\n").getBytes(StandardCharsets.UTF_8));
        String name =
                signing.path("publisher").asText() + "." + signing.path("type").asText();
        return new ExtensionPackage(name, version, zip(files));
    }

    /** A package that exists already. */
    public ExtensionPackage read(Path zip, String name, String version) throws IOException {
        return new ExtensionPackage(
                name, version, disk.read(zip, MAX_FILE).orElseThrow(() -> new IOException(zip + " does not exist")));
    }

    private void collect(Path directory, String prefix, Map<String, byte[]> files) throws IOException {
        for (Path entry : disk.list(directory)) {
            String name = prefix + entry.getFileName();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                collect(entry, name + "/", files);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                files.put(name, disk.read(entry, MAX_FILE).orElseThrow());
            } else {
                throw new IOException(entry + " is neither a file nor a directory; packages hold nothing else");
            }
            if (files.size() > MAX_FILES) {
                throw new IOException(directory + " holds more than " + MAX_FILES + " files");
            }
        }
    }

    private static JsonNode parse(Path directory, byte[] manifest) throws IOException {
        try {
            return Json.parse(new String(manifest, StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new IOException(directory.resolve(MANIFEST) + ": " + e.getMessage(), e);
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(FIXED_TIME);
                out.putNextEntry(entry);
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
