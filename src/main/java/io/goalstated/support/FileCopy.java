package io.goalstated.support;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One file on its way into the archive, a piece of at most {@value #PIECE} bytes at a time. It ends where it ended when it was opened: a
 * log may grow faster than it is read.
 */
final class FileCopy implements Closeable {
    static final int PIECE = 64 << 10;
    private static final int UNPACKING = 8 << 10;

    private final Source source;
    private final InputStream in;
    private final Sieve sieve;
    private final OutputStream out;
    private final boolean packed;
    private final long most;
    private final byte[] piece = new byte[PIECE];
    private long read;

    /** The file itself cannot be read: no trouble of the archive's. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private FileCopy(Source source, InputStream in, Sieve sieve, OutputStream out, boolean packed, long most) {
        this.source = source;
        this.in = in;
        this.sieve = sieve;
        this.out = out;
        this.packed = packed;
        this.most = most;
    }

    /**
     * Takes over the file, from its position on.
     *
     * @param length bytes from there on
     */
    static FileCopy plain(SeekableByteChannel file, long length, Sieve sieve, OutputStream entry) {
        Source source = new Source(file, length);
        return new FileCopy(source, source, sieve, entry, false, Long.MAX_VALUE);
    }

    /**
     * The same for a file that gzip has packed: unpacked, searched, and packed again.
     *
     * @param most bytes of its content; what comes after is left out
     */
    static FileCopy packed(SeekableByteChannel file, long length, long most, Sieve sieve, OutputStream entry)
            throws IOException {
        Source source = new Source(file, length);
        OutputStream out = new GZIPOutputStream(new Uncloseable(entry));
        try {
            return new FileCopy(source, new GZIPInputStream(source, UNPACKING), sieve, out, true, most);
        } catch (IOException e) {
            out.close();
            throw new Unreadable(e);
        }
    }

    /** Does one piece. Returns its bytes; -1 when there was none any more. */
    int advance() throws IOException {
        int count = next();
        if (count < 0) {
            return -1;
        }
        if (read == 0 && packed && Packing.of(piece, count) != Packing.NONE) {
            throw new Unreadable(new IOException("packed more than once"));
        }
        read += count;
        out.write(sieve.accept(piece, count));
        return count;
    }

    private int next() throws Unreadable {
        try {
            return read >= most ? -1 : in.read(piece, 0, (int) Math.min(PIECE, most - read));
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /** What is left in the sieve goes into the archive, too; the file itself is closed. */
    @Override
    public void close() throws IOException {
        try {
            out.write(sieve.finish());
            if (packed) {
                out.close();
            }
        } finally {
            source.close();
        }
    }

    /** Closes the file and leaves the archive alone. */
    void abandon() throws IOException {
        source.close();
    }

    int redactions() {
        return sieve.redactions();
    }

    /** Bytes that it had less than when it was opened. */
    long missing() {
        return source.ended ? source.left : 0;
    }

    boolean isCut() {
        return read >= most;
    }

    private static final class Source extends InputStream {
        private final SeekableByteChannel file;
        private long left;
        private boolean ended;

        Source(SeekableByteChannel file, long length) {
            this.file = file;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = file.read(ByteBuffer.wrap(bytes, from, (int) Math.min(length, left)));
            if (count < 0) {
                ended = true;
                return -1;
            }
            left -= count;
            return count;
        }

        @Override
        public int available() {
            return left > 0 ? 1 : 0;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class Uncloseable extends FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() {
            // The archive goes on.
        }
    }
}
