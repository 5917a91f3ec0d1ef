package io.goalstated.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that must never be seen: a password, a private key, decrypted settings. It does not print itself, has no equality
 * on content, and is wiped by {@link #close()}. What a method hands out is a copy that the caller wipes.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: the caller neither keeps nor changes it. */
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /** The characters in UTF-8. Wipes the array that it is given. */
    public static Secret wiping(char[] characters) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        Arrays.fill(characters, '\0');
        return new Secret(bytes);
    }

    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        checkOpen();
        return bytes.clone();
    }

    /** A copy of the bytes, read as UTF-8. */
    public char[] characters() {
        checkOpen();
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        decoded.clear();
        while (decoded.hasRemaining()) {
            decoded.put('\0');
        }
        return characters;
    }

    /** Wipes the bytes. A closed secret cannot be read any more. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "***";
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the secret was closed already");
        }
    }
}
