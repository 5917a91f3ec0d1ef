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
import java.util.Optional;
import java.util.function.Consumer;

/** One listening port. Reads requests whole, within a limit, and hands them on. */
final class LabServer {
    /** A log upload is the largest that an agent sends (spec 01 §6.7). */
    private static final int MAX_BODY = 160 << 20;

    private final Vertx vertx;
    private final Consumer<Arrival> arrivals;
    private final Address address;
    private final Cell<Optional<HttpServer>> listening;

    private LabServer(Vertx vertx, Consumer<Arrival> arrivals, HttpServer server, Address address) {
        this.vertx = vertx;
        this.arrivals = arrivals;
        this.address = address;
        this.listening = new Cell<>(Optional.of(server));
    }

    /** A request with the connection it came by. */
    record Arrival(HttpServerRequest http, Request request) {}

    static Future<LabServer> listen(Vertx vertx, Address wanted, Consumer<Arrival> arrivals) {
        return bind(vertx, wanted, arrivals)
                .map(bound -> new LabServer(vertx, arrivals, bound, new Address(wanted.host(), bound.actualPort())));
    }

    private static Future<HttpServer> bind(Vertx vertx, Address wanted, Consumer<Arrival> arrivals) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(wanted.host())
                .setPort(wanted.port())
                .setMaxInitialLineLength(16 << 10)
                // A transport certificate stands in a header, long signatures in URLs.
                .setMaxHeaderSize(64 << 10);
        return vertx.createHttpServer(options)
                .requestHandler(http -> receive(http, arrivals))
                .listen();
    }

    /** Where it really listens. */
    Address address() {
        return address;
    }

    /** Closes all connections and refuses others. */
    Future<Void> refuse() {
        return close();
    }

    /** Listens again, at the same address. */
    Future<Void> accept() {
        return listening.get().isPresent()
                ? Future.succeededFuture()
                : bind(vertx, address, arrivals)
                        .onSuccess(server -> listening.set(Optional.of(server)))
                        .mapEmpty();
    }

    Future<Void> close() {
        Optional<HttpServer> server = listening.get();
        listening.set(Optional.empty());
        return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
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
