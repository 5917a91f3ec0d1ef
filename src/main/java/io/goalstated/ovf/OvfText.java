package io.goalstated.ovf;

import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.XmlCopy;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The text of a provisioning document as it is found on a medium (spec 03 §3.4), and its copy without secrets (§3.6). */
public final class OvfText {
    /** Larger documents are refused (S1). */
    public static final int MAX_BYTES = 4 << 20;

    /** What stands for a secret in a copy. */
    static final String MARK = "REDACTED";

    private static final Set<String> PASSWORDS = Set.of("UserPassword", "AdminPassword");
    private static final Set<String> ALL_SECRETS = Set.of("UserPassword", "AdminPassword", "CustomData", "UserData");

    private OvfText() {}

    /** Whether a copy stands for a document that held secrets. */
    public static boolean isRedacted(byte[] copy) {
        return new String(copy, StandardCharsets.UTF_8).contains(">" + MARK + "<");
    }

    /** Strictly UTF-8; a byte-order mark, what stands before the first tag, and padding of NULs are taken off. */
    static String of(byte[] bytes) throws MalformedOvf {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedOvf("ovf-env.xml is larger than " + MAX_BYTES + " bytes");
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        int start = 0;
        while (start < end && bytes[start] != '<') {
            start++;
        }
        if (start == end) {
            throw new MalformedOvf("ovf-env.xml holds no XML");
        }
        return decode(bytes, start, end);
    }

    private static String decode(byte[] bytes, int start, int end) throws MalformedOvf {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
        CharBuffer out = CharBuffer.allocate(end - start);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new MalformedOvf("ovf-env.xml is not UTF-8 at byte " + in.position());
        }
        return out.flip().toString();
    }

    /**
     * The copy that is kept: every password replaced, however its element is written, and custom data too unless it is to be
     * kept.
     */
    public static String withoutSecrets(byte[] bytes, boolean keepCustomData) throws MalformedOvf {
        try {
            return XmlCopy.hiding(of(bytes), keepCustomData ? PASSWORDS : ALL_SECRETS, MARK);
        } catch (MalformedXml e) {
            throw new MalformedOvf("ovf-env.xml: " + e.getMessage());
        }
    }
}
