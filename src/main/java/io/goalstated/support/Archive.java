package io.goalstated.support;

import io.goalstated.platform.Draft;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The archive's file, written front to back: an entry a file, named by its path without the first slash. */
final class Archive implements Closeable {
    static final String RESULTS = "results.txt";
    private static final int BUFFER = 64 << 10;

    private final Draft draft;
    private final ZipOutputStream zip;
    private final Set<String> names = new HashSet<>(Set.of(RESULTS));
    private ZipEntry entry = new ZipEntry(RESULTS);
    private long content;
    private long size;

    Archive(Draft draft) {
        this.draft = draft;
        this.zip = new ZipOutputStream(new BufferedOutputStream(draft, BUFFER), StandardCharsets.UTF_8);
    }

    /**
     * Begins an entry, whose content goes to {@link #out}.
     *
     * @param cut whether only the file's end comes
     * @return the entry's name
     */
    String beginEntry(String path, boolean cut, Instant modified) throws IOException {
        String plain = path.substring(1);
        String wanted = cut ? "truncated_" + plain.replace('/', '_') : plain;
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "." + i;
        }
        entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(modified));
        zip.putNextEntry(entry);
        return name;
    }

    OutputStream out() {
        return zip;
    }

    /** Returns the bytes that it had. */
    long endEntry() throws IOException {
        zip.closeEntry();
        content += entry.getSize();
        return entry.getSize();
    }

    /** Bytes of all entries so far. */
    long content() {
        return content;
    }

    /** Bytes of the file. */
    long size() {
        return size;
    }

    /** With this the archive is complete, and in its place. */
    void finish(String results, Instant now) throws IOException {
        entry = new ZipEntry(RESULTS);
        entry.setLastModifiedTime(FileTime.from(now));
        zip.putNextEntry(entry);
        zip.write(results.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        size = draft.size();
        draft.finish();
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }
}
