package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Streams a body to a new file, off the event loop. While the disk is behind the server is held back: at any time at
 * most one write is under way, and about {@value #FLUSH_AT} bytes wait. After a failure there is no file, unless one
 * of that name was there before. Used once.
 */
final class FileBody implements BodyReader {
    private static final int FLUSH_AT = 256 << 10;

    private final long maxBytes;
    private final Path target;
    private final Disk disk;
    private final Offload offload;
    private final Promise<Buffer> result = Promise.promise();
    private Buffer waiting = Buffer.buffer();
    private long received;

    FileBody(long maxBytes, Path target, Disk disk, Offload offload) {
        this.maxBytes = maxBytes;
        this.target = target;
        this.disk = disk;
        this.offload = offload;
    }

    @Override
    public Future<Buffer> read(HttpClientResponse response, Runnable progress) {
        Future<FileChannel> file = offload.run(() -> disk.create(target, Disk.PRIVATE));
        response.exceptionHandler(result::tryFail);
        response.handler(chunk -> {
            progress.run();
            take(response, file, chunk, progress);
        });
        response.endHandler(end -> write(file)
                .onSuccess(done -> result.tryComplete(Buffer.buffer()))
                .onFailure(result::tryFail));
        return file.compose(opened -> {
            response.resume();
            return result.future().transform(end -> end.succeeded() ? close(opened) : discard(opened, end.cause()));
        });
    }

    private void take(HttpClientResponse response, Future<FileChannel> file, Buffer chunk, Runnable progress) {
        received += chunk.length();
        if (received > maxBytes) {
            result.tryFail(MemoryBody.tooLarge(response, maxBytes));
        }
        if (result.future().isComplete()) {
            return;
        }
        waiting.appendBuffer(chunk);
        if (waiting.length() >= FLUSH_AT) {
            response.pause();
            write(file)
                    .onSuccess(done -> {
                        progress.run();
                        response.resume();
                    })
                    .onFailure(result::tryFail);
        }
    }

    private Future<Void> write(Future<FileChannel> file) {
        Buffer chunk = waiting;
        waiting = Buffer.buffer();
        return file.compose(opened -> offload.run(() -> {
            disk.extend(opened, target, chunk.getBytes());
            return null;
        }));
    }

    private Future<Buffer> close(FileChannel file) {
        return offload.run(() -> {
            file.close();
            return Buffer.buffer();
        });
    }

    /** A write that is still under way finds the channel closed, and nobody waits for it any more. */
    private Future<Buffer> discard(FileChannel file, Throwable cause) {
        Future<Void> gone = offload.run(() -> {
            try {
                file.close();
                disk.delete(target);
            } catch (IOException e) {
                // The failure that led here is the one to tell.
            }
            return null;
        });
        return gone.transform(end -> Future.failedFuture(cause));
    }
}
