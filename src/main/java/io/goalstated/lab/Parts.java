package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers with the part of a blob that was asked for, as storage does: the rest from some byte on, of one version. */
final class Parts {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-");

    private Parts() {}

    /** The reply, or the part of it; others than successes as they are. */
    static Reply of(Reply whole, Request request) {
        if (whole.status() != 200) {
            return whole;
        }
        String version = version(whole.body());
        Reply versioned = whole.withHeader("ETag", version).withHeader("Accept-Ranges", "bytes");
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        Optional<String> onlyIf = request.header("if-range");
        if (!range.matches() || onlyIf.filter(wanted -> !wanted.equals(version)).isPresent()) {
            return versioned;
        }
        int from = Integer.parseInt(range.group(1));
        int length = whole.body().length();
        return from >= length
                ? Reply.empty(416).withHeader("Content-Range", "bytes */" + length)
                : versioned
                        .withBody(whole.body().getBuffer(from, length))
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
    }

    private static String version(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return "\"0x" + HexFormat.of().withUpperCase().formatHex(digest, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
