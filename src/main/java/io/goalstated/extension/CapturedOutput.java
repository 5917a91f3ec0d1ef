package io.goalstated.extension;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** What a command printed, cut and joined for a status message (spec 02 §6.6). */
public final class CapturedOutput {
    /** No more of either stream is ever read. */
    public static final int MAX_BYTES = 3200;

    private static final int HALF = 1590;

    private CapturedOutput() {}

    /** @param out the first {@link #MAX_BYTES} of standard output, {@code err} of standard error */
    public static String join(byte[] out, byte[] err) {
        String stdout = decode(out);
        String stderr = decode(err);
        if (stdout.length() + stderr.length() >= MAX_BYTES) {
            int forOut = Math.max(HALF, 2 * HALF - stderr.length());
            int forErr = Math.max(HALF, 2 * HALF - stdout.length());
            stdout = tail(stdout, forOut);
            stderr = tail(stderr, forErr);
        }
        return "[stdout]\n" + stdout + "\n\n[stderr]\n" + stderr;
    }

    private static String tail(String text, int length) {
        return text.length() <= length ? text : text.substring(text.length() - length);
    }

    /** Bytes that are no UTF-8 appear as {@code \xNN}. */
    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        StringBuilder text = new StringBuilder();
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, chars, true);
            text.append(chars.flip());
            chars.clear();
            if (!result.isError()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format("\\x%02x", in.get() & 0xff));
            }
            decoder.reset();
        }
        return text.toString();
    }
}
