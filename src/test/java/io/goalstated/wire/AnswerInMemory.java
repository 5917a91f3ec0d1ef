package io.goalstated.wire;

import io.goalstated.platform.ManualTimers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of an answer without sockets and threads: Netty's decoder with the limits of the client, then {@link Exchange} and
 * {@link Attempts} as they are. What Vert.x does between the two is played: head, pieces, end, or the error that ends a
 * connection.
 */
final class AnswerInMemory {
    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEAD = 32 << 10;
    private static final int LARGEST_PIECE = 8192;
    private static final HttpCall CALL = HttpCall.get("http://127.0.0.1/", Map.of())
            .withRetry(RetryPolicy.ONCE)
            .withMaxBytes(64 << 10);

    private Handler<Throwable> onError = gone -> {};
    private Handler<Void> onEnd = gone -> {};
    private Handler<Buffer> onPiece = gone -> {};

    private AnswerInMemory() {}

    static void send(byte[] data) {
        Future<HttpAnswer> answer = new AnswerInMemory().answer(decoded(data));
        if (!answer.isComplete()) {
            throw new AssertionError("the call does not end");
        }
        if (answer.failed() && !(answer.cause() instanceof HttpFailure)) {
            throw new AssertionError(answer.cause());
        }
    }

    private static List<HttpObject> decoded(byte[] data) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new HttpResponseDecoder(LONGEST_LINE, LARGEST_HEAD, LARGEST_PIECE));
        channel.writeInbound(Unpooled.wrappedBuffer(data));
        channel.finish();
        List<HttpObject> objects = new ArrayList<>();
        for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
            // What follows a 101 is no HTTP any more, and passes through.
            if (read instanceof HttpObject object) {
                objects.add(object);
            } else {
                ReferenceCountUtil.release(read);
            }
        }
        return objects;
    }

    private Future<HttpAnswer> answer(List<HttpObject> objects) {
        ManualTimers timers = new ManualTimers();
        Exchange exchange =
                new Exchange(CALL, timers, new Silence.Limits(CALL.idle(), HttpCall.DEFAULT_IDLE.multipliedBy(2), 0));
        Future<HttpAnswer> answer = new Attempts(
                        CALL,
                        timers,
                        () -> 0.5,
                        () -> head(objects)
                                .map(head ->
                                        exchange.receive(response(head), new MemoryBody(CALL.maxBytes()), bytes -> {}))
                                .orElseGet(() -> Future.failedFuture(new IOException("Connection was closed"))))
                .run();
        deliver(objects);
        objects.forEach(ReferenceCountUtil::release);
        return answer;
    }

    private static Optional<HttpResponse> head(List<HttpObject> objects) {
        return objects.isEmpty() || objects.get(0).decoderResult().isFailure()
                ? Optional.empty()
                : Optional.of((HttpResponse) objects.get(0));
    }

    private void deliver(List<HttpObject> objects) {
        for (HttpObject object : objects) {
            if (object.decoderResult().isFailure()) {
                onError.handle(object.decoderResult().cause());
                return;
            }
            if (object instanceof HttpContent content) {
                ByteBuf bytes = content.content();
                byte[] piece = new byte[bytes.readableBytes()];
                bytes.getBytes(bytes.readerIndex(), piece);
                onPiece.handle(Buffer.buffer(piece));
            }
            if (object instanceof LastHttpContent) {
                onEnd.handle(null);
                return;
            }
        }
        onError.handle(new IOException("Connection was closed"));
    }

    /** Of Vert.x's long interface the few methods that are asked. */
    @SuppressWarnings("unchecked")
    private HttpClientResponse response(HttpResponse head) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        head.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        HttpConnection connection = played(HttpConnection.class, (method, arguments) -> {
            onError.handle(new IOException("Connection was closed"));
            return Future.succeededFuture();
        });
        HttpClientRequest request = played(HttpClientRequest.class, (method, arguments) -> connection);
        return played(HttpClientResponse.class, (method, arguments) -> switch (method) {
            case "statusCode" -> head.status().code();
            case "statusMessage" -> head.status().reasonPhrase();
            case "headers" -> headers;
            case "getHeader" -> headers.get((String) arguments[0]);
            case "request" -> request;
            case "exceptionHandler" -> {
                onError = (Handler<Throwable>) arguments[0];
                yield null;
            }
            case "endHandler" -> {
                onEnd = (Handler<Void>) arguments[0];
                yield null;
            }
            case "handler" -> {
                onPiece = (Handler<Buffer>) arguments[0];
                yield null;
            }
            case "resume" -> null;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Play {
        @Nullable
        Object answer(String method, Object[] arguments);
    }

    private static <T> T played(Class<T> type, Play play) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> play.answer(method.getName(), arguments)));
    }
}
