package io.goalstated.wire;

import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A blob to be written, and the storage requests that write it (spec 01 §10.5).
 *
 * @param uri signed; a secret
 */
public record StatusBlob(String uri, BlobType type, Buffer content) {
    private static final int PAGE = 512;
    private static final String STORAGE_VERSION = "2014-02-14";

    /** One PUT to storage, whoever sends it. */
    record Put(String uri, Map<String, String> headers, Buffer body) {
        @Override
        public String toString() {
            return "Put[" + headers + "]";
        }
    }

    /**
     * @param now for {@code x-ms-date}
     * @param chunk longest body of a page write, a multiple of 512
     * @param padding fills the last page up
     */
    List<Put> puts(Instant now, int chunk, byte padding) {
        String date = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return type == BlobType.BLOCK ? List.of(block(date)) : pages(date, chunk, padding);
    }

    private Put block(String date) {
        Map<String, String> headers = headers(date, content.length());
        headers.put("x-ms-blob-type", BlobType.BLOCK.text());
        return new Put(uri, headers, content);
    }

    private List<Put> pages(String date, int chunk, byte padding) {
        Buffer padded = content.copy();
        while (padded.length() % PAGE != 0) {
            padded.appendByte(padding);
        }
        List<Put> puts = new ArrayList<>();
        Map<String, String> create = headers(date, 0);
        create.put("x-ms-blob-type", BlobType.PAGE.text());
        create.put("x-ms-blob-content-length", Integer.toString(padded.length()));
        puts.add(new Put(uri, create, Buffer.buffer()));
        for (int start = 0; start < padded.length(); start += chunk) {
            int end = Math.min(start + chunk, padded.length());
            Map<String, String> write = headers(date, end - start);
            write.put("x-ms-page-write", "update");
            write.put("x-ms-range", "bytes=" + start + "-" + (end - 1));
            puts.add(new Put(pageUri(), write, padded.getBuffer(start, end)));
        }
        return puts;
    }

    private String pageUri() {
        return uri + (uri.indexOf('?') < 0 ? "?" : "&") + "comp=page";
    }

    private static Map<String, String> headers(String date, int length) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Length", Integer.toString(length));
        headers.put("x-ms-date", date);
        headers.put("x-ms-version", STORAGE_VERSION);
        return headers;
    }

    @Override
    public String toString() {
        return "StatusBlob[" + type + ", " + content.length() + " bytes]";
    }
}
