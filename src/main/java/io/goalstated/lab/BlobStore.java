package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blobs that were put: by the agent, under storage's rules, or by a test, under none. */
public final class BlobStore {
    private static final int PAGE = 512;
    /** Limit of one page write (spec 01 §10.5). */
    private static final int MAX_PAGES = 4 << 20;

    private static final int MAX_BLOB = 64 << 20;

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{1,9})");

    private final Map<String, Blob> blobs = new ConcurrentHashMap<>();

    private record Blob(boolean pages, Buffer content) {}

    /**
     * What became of a write.
     *
     * @param code storage's word for a refusal
     * @param kind {@code BlockBlob} or {@code PageBlob}
     * @param complete the whole blob, when this write completed it
     */
    record Outcome(int status, String code, String kind, Optional<Buffer> complete) {
        static Outcome refused(int status, String code) {
            return new Outcome(status, code, "", Optional.empty());
        }

        static Outcome written(String kind, Optional<Buffer> complete) {
            return new Outcome(201, "", kind, complete);
        }
    }

    BlobStore() {}

    /** Serves these bytes under that path, before anything that the lab would serve there itself. */
    public void put(String path, byte[] content) {
        blobs.put(path, new Blob(false, Buffer.buffer(content)));
    }

    public void delete(String path) {
        blobs.remove(path);
    }

    public Optional<Buffer> read(String path) {
        return Optional.ofNullable(blobs.get(path)).map(Blob::content);
    }

    Outcome writeBlock(String path, Buffer content) {
        blobs.put(path, new Blob(false, content));
        return Outcome.written("BlockBlob", Optional.of(content));
    }

    Outcome createPages(String path, String length, Buffer body) {
        int size = number(length);
        if (size < 0 || size > MAX_BLOB || size % PAGE != 0 || body.length() != 0) {
            return Outcome.refused(400, "InvalidHeaderValue");
        }
        blobs.put(path, new Blob(true, Buffer.buffer(new byte[size])));
        return Outcome.written("PageBlob", Optional.empty());
    }

    Outcome writePages(String path, String range, String mode, Buffer pages) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || !mode.equals("update")) {
            return Outcome.refused(400, "MissingRequiredHeader");
        }
        Blob blob = blobs.get(path);
        if (blob == null) {
            return Outcome.refused(404, "BlobNotFound");
        }
        if (!blob.pages()) {
            return Outcome.refused(409, "InvalidBlobType");
        }
        int start = number(matcher.group(1));
        int end = number(matcher.group(2)) + 1;
        if (start % PAGE != 0
                || end % PAGE != 0
                || end <= start
                || end > blob.content().length()) {
            return Outcome.refused(416, "InvalidPageRange");
        }
        if (end - start > MAX_PAGES) {
            return Outcome.refused(413, "RequestBodyTooLarge");
        }
        if (pages.length() != end - start) {
            return Outcome.refused(400, "InvalidHeaderValue");
        }
        Buffer changed = blob.content().copy().setBuffer(start, pages);
        blobs.put(path, new Blob(true, changed));
        return Outcome.written("PageBlob", end == changed.length() ? Optional.of(changed) : Optional.empty());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
