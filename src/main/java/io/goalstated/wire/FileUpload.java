package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Streams a file to a server, read off the event loop: one piece of {@value #PIECE} bytes is in memory at a time, and the
 * next is read when the connection has taken it. A file that is replaced meanwhile is sent as it was.
 */
final class FileUpload implements Outgoing {
    private static final int PIECE = 64 << 10;

    private final Disk disk;
    private final Offload offload;
    private final Path source;

    FileUpload(Disk disk, Offload offload, Path source) {
        this.disk = disk;
        this.offload = offload;
        this.source = source;
    }

    private record Opened(FileChannel file, long size) {}

    @Override
    public Future<HttpClientResponse> with(HttpClientRequest request, IntConsumer sent) {
        return offload.run(this::open)
                .recover(cause -> {
                    request.reset();
                    return Future.failedFuture(unreadable(cause));
                })
                .compose(opened -> send(request, opened, sent));
    }

    private Opened open() throws IOException {
        FileChannel file = disk.open(source);
        return new Opened(file, file.size());
    }

    /** The answer may come before all is sent, and is the answer then. */
    private Future<HttpClientResponse> send(HttpClientRequest request, Opened opened, IntConsumer sent) {
        Future<HttpClientResponse> response = request.putHeader("Content-Length", Long.toString(opened.size()))
                .response();
        Future<Void> pumped = pump(request, opened, opened.size(), sent)
                .eventually(() -> offload.run(() -> {
                    opened.file().close();
                    return null;
                }));
        return Future.any(response, pumped.compose(done -> response))
                .transform(end -> pumped.failed() && pumped.cause() instanceof HttpFailure
                        ? Future.failedFuture(pumped.cause())
                        : response);
    }

    private Future<Void> pump(HttpClientRequest request, Opened opened, long left, IntConsumer sent) {
        if (left == 0) {
            return request.end();
        }
        return offload.run(() -> read(opened.file(), (int) Math.min(PIECE, left)))
                .recover(cause -> {
                    // Half a body must never be taken for the whole.
                    request.reset();
                    return Future.failedFuture(unreadable(cause));
                })
                .compose(piece -> {
                    sent.accept(piece.length());
                    return request.write(piece).map(piece.length());
                })
                .compose(length -> pump(request, opened, left - length, sent));
    }

    private Buffer read(FileChannel file, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        if (file.read(bytes) <= 0) {
            throw new IOException(source + " is shorter than it was");
        }
        return Buffer.buffer(most).appendBytes(bytes.array(), 0, bytes.position());
    }

    private static HttpFailure unreadable(Throwable cause) {
        return new HttpFailure(HttpFailure.Kind.DISK, 0, String.valueOf(cause.getMessage()));
    }
}
