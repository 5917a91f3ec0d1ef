package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Streams a body to a new file, off the event loop; the server is held back while the disk is behind. At any time at
 * most one write is under way, and about {@value #FLUSH_AT} bytes wait.
 */
final class FileBody {
    private static final int FLUSH_AT = 256 << 10;

    private final HttpClientResponse response;
    private final long maxBytes;
    private final Path target;
    private final Disk disk;
    private final Offload offload;
    private final Promise<Void> result = Promise.promise();
    private Buffer waiting = Buffer.buffer();
    private Future<Void> written = Future.succeededFuture();
    private long received;

    private FileBody(HttpClientResponse response, long maxBytes, Path target, Disk disk, Offload offload) {
        this.response = response;
        this.maxBytes = maxBytes;
        this.target = target;
        this.disk = disk;
        this.offload = offload;
    }

    /** Completes when the whole body is in the file. After a failure there is no file, unless one was there before. */
    static Future<Void> read(HttpClientResponse response, long maxBytes, Path target, Disk disk, Offload offload) {
        FileBody body = new FileBody(response, maxBytes, target, disk, offload);
        return offload.run(() -> disk.create(target, Disk.PRIVATE)).compose(body::fill);
    }

    private Future<Void> fill(FileChannel file) {
        response.exceptionHandler(result::tryFail);
        response.handler(chunk -> take(file, chunk));
        response.endHandler(end -> write(file).onSuccess(result::tryComplete).onFailure(result::tryFail));
        response.resume();
        return result.future()
                .eventually(() -> written.otherwiseEmpty().compose(done -> offload.run(closing(file))))
                .recover(cause -> offload.run(deleting()).transform(deleted -> Future.failedFuture(cause)));
    }

    private void take(FileChannel file, Buffer chunk) {
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
            write(file).onSuccess(done -> response.resume()).onFailure(result::tryFail);
        }
    }

    private Future<Void> write(FileChannel file) {
        Buffer chunk = waiting;
        waiting = Buffer.buffer();
        written = written.compose(before -> offload.run(() -> {
            ByteBuffer bytes = ByteBuffer.wrap(chunk.getBytes());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            return null;
        }));
        return written;
    }

    private static Callable<Void> closing(FileChannel file) {
        return () -> {
            file.close();
            return null;
        };
    }

    private Callable<Void> deleting() {
        return () -> {
            try {
                disk.delete(target);
            } catch (IOException e) {
                // The failure that led here is the one to tell; a leftover is overwritten by nobody.
            }
            return null;
        };
    }
}
