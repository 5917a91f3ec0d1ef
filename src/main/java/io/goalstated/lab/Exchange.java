package io.goalstated.lab;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One request on its connection, with all the right and wrong ways to answer it. Confined to the connection's loop. */
final class Exchange {
    /** Ten pieces a second look slow enough and keep the timers few. */
    private static final Duration TRICKLE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final HttpServerRequest http;
    private final Request request;
    private final Site site;
    private final Earlier earlier;
    private final IntConsumer note;

    /**
     * @param earlier what this server answered before
     * @param note told the status just before the answer leaves, 0 for none
     */
    Exchange(Vertx vertx, HttpServerRequest http, Request request, Site site, Earlier earlier, IntConsumer note) {
        this.vertx = vertx;
        this.http = http;
        this.request = request;
        this.site = site;
        this.earlier = earlier;
        this.note = note;
    }

    /** Asks the site; its own failure is a bug of the lab and is shown as such. */
    void answer(Consumer<Reply> then) {
        site.answer(request).onSuccess(then::accept).onFailure(bug -> send(Reply.text(599, "bug of the lab: " + bug)));
    }

    /** Answers rightly. */
    void answer() {
        answer(reply -> {
            earlier.note(request, reply);
            send(reply);
        });
    }

    void sendEarlier(Reply reply) {
        send(earlier.than(request, reply));
    }

    void send(Reply reply) {
        note.accept(reply.status());
        HttpServerResponse response = head(reply);
        if (reply.status() == 304 || http.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(reply.body());
        }
    }

    /** Announces the whole body, sends its first bytes and closes. */
    void sendPart(Reply reply, int bytes) {
        note.accept(reply.status());
        head(reply).write(reply.body().getBuffer(0, bytes)).onComplete(sent -> close());
    }

    void trickle(Reply reply, int bytesPerSecond) {
        note.accept(reply.status());
        int step = Math.max(1, (int) (bytesPerSecond * TRICKLE.toMillis() / 1000));
        trickle(head(reply), reply.body(), 0, step);
    }

    private void trickle(HttpServerResponse response, Buffer body, int from, int step) {
        int to = Math.min(body.length(), from + step);
        if (to == body.length()) {
            response.end(body.getBuffer(from, to));
            return;
        }
        response.write(body.getBuffer(from, to));
        later(TRICKLE, () -> trickle(response, body, to, step));
    }

    /** Runs it after that time, unless the connection is gone by then. */
    void later(Duration time, Runnable task) {
        long timer = vertx.setTimer(Math.max(1, time.toMillis()), fired -> {
            if (!http.response().closed()) {
                task.run();
            }
        });
        http.response().closeHandler(gone -> vertx.cancelTimer(timer));
    }

    void noteUnanswered() {
        note.accept(0);
    }

    /** No byte of an answer; the client sees "connection reset". */
    void reset() {
        noteUnanswered();
        if (http.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    void close() {
        http.connection().close();
    }

    private HttpServerResponse head(Reply reply) {
        HttpServerResponse response = http.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.status() != 304) {
            response.putHeader("Content-Length", Integer.toString(reply.body().length()));
        }
        return response;
    }
}
