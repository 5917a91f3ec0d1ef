package io.goalstated.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Streams one body to a file, off the event loop. While the disk is behind the server is held back: at any time at most
 * one write is under way, and about {@value #FLUSH_AT} bytes wait. What had arrived when it broke off is in the file
 * before the failure is told. Used once.
 */
final class FileBody implements BodyReader {
    private static final int FLUSH_AT = 256 << 10;

    private final PartialFile file;
    private final Promise<Void> arrived = Promise.promise();
    private final long before;
    private Buffer waiting = Buffer.buffer();
    private Future<Void> writing = Future.succeededFuture();
    private long received;

    FileBody(PartialFile file) {
        this.file = file;
        this.before = file.kept();
    }

    @Override
    public Map<String, String> headers() {
        return file.headers();
    }

    @Override
    public boolean takes(int status) {
        boolean asked = !file.headers().isEmpty();
        return BodyReader.super.takes(status)
                || (asked && (status == ContentRange.STATUS || status == ContentRange.UNSATISFIABLE));
    }

    @Override
    public boolean hasProgressed() {
        return file.kept() - before >= FLUSH_AT;
    }

    @Override
    public Future<Buffer> read(HttpClientResponse response, IntConsumer progress) {
        response.exceptionHandler(arrived::tryFail);
        if (response.statusCode() == ContentRange.UNSATISFIABLE) {
            return file.misfit().mapEmpty();
        }
        received = response.statusCode() == ContentRange.STATUS ? file.kept() : 0;
        writing = file.begin(response);
        response.handler(chunk -> take(response, chunk, progress));
        response.endHandler(end -> arrived.tryComplete());
        writing.onFailure(arrived::tryFail);
        // Not only when the file is open: what a breaking connection has brought would be lost.
        response.resume();
        return arrived.future().transform(end -> {
            Future<Void> all = writing.compose(written -> flush());
            return end.succeeded()
                    ? all.compose(written -> file.finish()).map(Buffer.buffer())
                    : all.transform(written -> Future.failedFuture(end.cause()));
        });
    }

    private void take(HttpClientResponse response, Buffer chunk, IntConsumer progress) {
        progress.accept(chunk.length());
        received += chunk.length();
        if (received > file.maxBytes()) {
            arrived.tryFail(MemoryBody.tooLarge(response, file.maxBytes()));
        }
        if (arrived.future().isComplete()) {
            return;
        }
        waiting.appendBuffer(chunk);
        if (waiting.length() >= FLUSH_AT) {
            response.pause();
            writing = writing.compose(before -> flush());
            writing.onSuccess(done -> {
                        progress.accept(0);
                        response.resume();
                    })
                    .onFailure(arrived::tryFail);
        }
    }

    private Future<Void> flush() {
        Buffer piece = waiting;
        waiting = Buffer.buffer();
        return piece.length() == 0 ? Future.succeededFuture() : file.append(piece);
    }
}
