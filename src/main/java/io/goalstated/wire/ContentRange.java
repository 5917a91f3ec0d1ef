package io.goalstated.wire;

import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of a file an answer holds (RFC 9110 §14.4); only parts up to the end are known. */
record ContentRange(long from, long whole) {
    /** Partial Content. */
    static final int STATUS = 206;
    /** Range Not Satisfiable: the file is shorter than it was. */
    static final int UNSATISFIABLE = 416;

    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,15})-(\\d{1,15})/(\\d{1,15})");

    /** Empty when the answer does not say, or the part ends before the file does. */
    static Optional<ContentRange> of(HttpClientResponse response) {
        String text = response.getHeader("Content-Range");
        Matcher matcher = FORM.matcher(text == null ? "" : text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long whole = Long.parseLong(matcher.group(3));
        return Long.parseLong(matcher.group(2)) == whole - 1
                ? Optional.of(new ContentRange(Long.parseLong(matcher.group(1)), whole))
                : Optional.empty();
    }

    /** Whether it goes on after that many bytes of a file of that length (-1: unknown). */
    boolean continues(long kept, long expected) {
        return from == kept && (expected < 0 || expected == whole);
    }

    /** The version of a file of which the server will send parts. */
    static Optional<String> resumable(HttpClientResponse response) {
        String ranges = response.getHeader("Accept-Ranges");
        return "bytes".equalsIgnoreCase(ranges == null ? "" : ranges.strip())
                ? strongVersion(response)
                : Optional.empty();
    }

    /** A weak ETag may stand for two files of different bytes. */
    static Optional<String> strongVersion(HttpClientResponse response) {
        return Optional.ofNullable(response.getHeader("ETag"))
                .map(String::strip)
                .filter(tag -> tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\""));
    }
}
