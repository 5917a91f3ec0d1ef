package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One listening port. Reads requests whole, within a limit, and hands them on. */
final class LabServer {
    /** A log upload is the largest that an agent sends (spec 01 §6.7). */
    private static final int MAX_BODY = 160 << 20;

    private final HttpServer server;
    private final Address address;

    private LabServer(HttpServer server, Address address) {
        this.server = server;
        this.address = address;
    }

    /** A request with the connection it came by. */
    record Arrival(HttpServerRequest http, Request request) {}

    static Future<LabServer> listen(Vertx vertx, Address wanted, Consumer<Arrival> arrivals) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(wanted.host())
                .setPort(wanted.port())
                .setMaxInitialLineLength(16 << 10)
                // A transport certificate stands in a header, long signatures in URLs.
                .setMaxHeaderSize(64 << 10);
        return vertx.createHttpServer(options)
                .requestHandler(http -> receive(http, arrivals))
                .listen()
                .map(bound -> new LabServer(bound, new Address(wanted.host(), bound.actualPort())));
    }

    /** Where it really listens. */
    Address address() {
        return address;
    }

    Future<Void> close() {
        return server.close();
    }

    private static void receive(HttpServerRequest http, Consumer<Arrival> arrivals) {
        Buffer body = Buffer.buffer();
        http.handler(piece -> {
            if (body.length() + piece.length() > MAX_BODY) {
                http.connection().close();
            } else {
                body.appendBuffer(piece);
            }
        });
        http.endHandler(end -> arrivals.accept(new Arrival(http, request(http, body))));
        http.exceptionHandler(gone -> {});
    }

    private static Request request(HttpServerRequest http, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        http.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> query = new HashMap<>();
        http.params(false).forEach((name, value) -> query.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        String path = http.path();
        return new Request(http.method().name(), http.uri(), path == null ? "/" : path, query, headers, body);
    }
}
