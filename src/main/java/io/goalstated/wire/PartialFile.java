package io.goalstated.wire;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file on its way over as many attempts as it takes. What an attempt brought is kept for the next one where the server
 * says which version of the file it was (a strong ETag) and that it sends parts ({@code Accept-Ranges: bytes}); the next
 * request then asks for the rest of that version only. An answer that does not continue exactly there is never joined to
 * what is kept. After {@link #discard} there is no file. Used on the event loop, one answer at a time; used once.
 */
final class PartialFile {
    private final long maxBytes;
    private final Path target;
    private final Disk disk;
    private final Offload offload;
    private Optional<FileChannel> file = Optional.empty();
    /** Of what is kept; absent where it cannot be continued. */
    private Optional<String> version = Optional.empty();

    private long kept;
    /** What the whole file will have, or -1 while nobody has said. */
    private long whole = -1;

    PartialFile(long maxBytes, Path target, Disk disk, Offload offload) {
        this.maxBytes = maxBytes;
        this.target = target;
        this.disk = disk;
        this.offload = offload;
    }

    /** What the next request says besides, to get the rest only. */
    Map<String, String> headers() {
        return kept > 0 && version.isPresent()
                ? Map.of("Range", "bytes=" + kept + "-", "If-Range", version.get())
                : Map.of();
    }

    /** Bytes in the file. */
    long kept() {
        return kept;
    }

    long maxBytes() {
        return maxBytes;
    }

    /**
     * Makes ready for the body of a success: to go on where the file ends, or from the start. Fails when the answer is a
     * part that does not fit; nothing is kept then.
     */
    Future<Void> begin(HttpClientResponse response) {
        if (response.statusCode() != ContentRange.STATUS) {
            return startOver(response);
        }
        Optional<ContentRange> range = ContentRange.of(response);
        boolean fits = version.isPresent()
                && version.equals(ContentRange.strongVersion(response))
                && range.filter(r -> r.continues(kept, whole)).isPresent();
        if (!fits) {
            return misfit();
        }
        whole = range.get().whole();
        return whole > maxBytes
                ? Future.failedFuture(MemoryBody.tooLarge(response, maxBytes))
                : Future.succeededFuture();
    }

    /** Nothing of what is kept belongs to what the server has now. */
    Future<Void> misfit() {
        return discard().compose(gone -> Future.failedFuture(new IOException("the file has changed meanwhile")));
    }

    private Future<Void> startOver(HttpClientResponse response) {
        Optional<String> fresh = ContentRange.resumable(response);
        long length = Exchange.announced(response);
        return discard()
                .compose(gone -> offload.run(() -> disk.create(target, Disk.PRIVATE)))
                .recover(PartialFile::refused)
                .map(opened -> {
                    file = Optional.of(opened);
                    version = fresh;
                    whole = length;
                    return null;
                });
    }

    /** Writes at the end, off the loop. One call at a time. */
    Future<Void> append(Buffer piece) {
        FileChannel opened = file.orElseThrow();
        return offload.run(() -> {
                    disk.extend(opened, target, piece.getBytes());
                    return piece.length();
                })
                .recover(PartialFile::refused)
                .map(length -> {
                    kept += length;
                    return null;
                });
    }

    /** No server and no further attempt would change that. */
    private static <T> Future<T> refused(Throwable cause) {
        return Future.failedFuture(
                cause instanceof IOException
                        ? new HttpFailure(HttpFailure.Kind.DISK, 0, String.valueOf(cause.getMessage()))
                        : cause);
    }

    /** The server has sent all; fails when that was not what it had announced. */
    Future<Void> finish() {
        if (whole >= 0 && kept != whole) {
            return discard()
                    .compose(gone -> Future.failedFuture(
                            new IOException("the answer has " + kept + " bytes instead of " + whole)));
        }
        return close();
    }

    /** After this there is no file, unless one of that name was there before. Never fails. */
    Future<Void> discard() {
        boolean ours = file.isPresent();
        version = Optional.empty();
        kept = 0;
        whole = -1;
        return close().recover(cause -> Future.succeededFuture())
                .compose(closed -> ours ? delete() : Future.succeededFuture());
    }

    private Future<Void> close() {
        Optional<FileChannel> opened = file;
        file = Optional.empty();
        return opened.isEmpty()
                ? Future.succeededFuture()
                : offload.run(() -> {
                    opened.get().close();
                    return null;
                });
    }

    /** What failed before is the thing to tell. */
    private Future<Void> delete() {
        return offload.<Void>run(() -> {
                    disk.delete(target);
                    return null;
                })
                .recover(cause -> Future.succeededFuture());
    }
}
