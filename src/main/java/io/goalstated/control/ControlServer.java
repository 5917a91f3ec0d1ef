package io.goalstated.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Answers on a Unix socket that only its owner can open: the directory is 0700, the socket 0600 (OPS-37). Resources are
 * documents made anew for each request, on the event loop.
 */
public final class ControlServer {
    private final Vertx vertx;
    private final Offload offload;
    private final Disk disk;
    private final Path socket;
    private final Map<String, Supplier<JsonNode>> documents = new TreeMap<>();
    private final Map<String, Text> texts = new TreeMap<>();
    private final Map<String, Supplier<Optional<String>>> watches = new TreeMap<>();
    private final Map<String, Runnable> actions = new TreeMap<>();
    private Optional<HttpServer> server = Optional.empty();

    private record Text(String type, Supplier<Future<String>> content) {}

    public ControlServer(Vertx vertx, Offload offload, Disk disk, Path socket) {
        this.vertx = vertx;
        this.offload = offload;
        this.disk = disk;
        this.socket = socket;
    }

    /** Offers a document under {@code GET path}. */
    public ControlServer offer(String path, Supplier<JsonNode> document) {
        documents.put(path, document);
        return this;
    }

    /** Offers something of that content type under {@code GET path}, which may take a moment. */
    public ControlServer offer(String path, String type, Supplier<Future<String>> content) {
        texts.put(path, new Text(type, content));
        return this;
    }

    /** Says under {@code GET path} whether all is well: 200, or 503 with the reason. */
    public ControlServer watch(String path, Supplier<Optional<String>> trouble) {
        watches.put(path, trouble);
        return this;
    }

    /** Offers something to do under {@code POST path}. */
    public ControlServer allow(String path, Runnable action) {
        actions.put(path, action);
        return this;
    }

    /** Opens the socket; one left behind by a killed agent is replaced. */
    public Future<Path> open() {
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(30));
        server = Optional.of(opened);
        opened.requestHandler(this::answer);
        return offload.run(() -> {
                    disk.createDirectory(
                            socket.getParent() == null ? socket : socket.getParent(), Disk.PRIVATE_DIRECTORY);
                    disk.delete(socket);
                    return socket;
                })
                .compose(path -> opened.listen(SocketAddress.domainSocketAddress(path.toString())))
                .onSuccess(listening -> EventLoop.calm(vertx))
                .compose(listening -> offload.run(() -> {
                    disk.setMode(socket, Disk.PRIVATE);
                    return socket;
                }));
    }

    public Future<Void> close() {
        return server.map(HttpServer::close).orElse(Future.succeededFuture());
    }

    private void answer(HttpServerRequest request) {
        Supplier<JsonNode> document = documents.get(request.path());
        Runnable action = actions.get(request.path());
        switch (request.method().name()) {
            case "GET" -> {
                if (watches.containsKey(request.path())) {
                    answer(request, watches.get(request.path()).get());
                } else if (texts.containsKey(request.path())) {
                    answer(request, texts.get(request.path()));
                } else if (document == null) {
                    refuse(request, 404, "no such document; there are " + documents.keySet());
                } else {
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end(SpacedJson.write(document.get()) + "\n");
                }
            }
            case "POST" -> {
                if (action == null) {
                    refuse(request, 404, "no such action; there are " + actions.keySet());
                } else {
                    action.run();
                    request.response().setStatusCode(202).end("{}\n");
                }
            }
            default -> refuse(request, 405, "GET and POST only");
        }
    }

    private static void answer(HttpServerRequest request, Text text) {
        text.content()
                .get()
                .onSuccess(content -> request.response()
                        .putHeader("Content-Type", text.type())
                        .end(content))
                .onFailure(cause -> refuse(request, 500, String.valueOf(cause.getMessage())));
    }

    private static void answer(HttpServerRequest request, Optional<String> trouble) {
        if (trouble.isPresent()) {
            refuse(request, 503, trouble.get());
        } else {
            request.response().putHeader("Content-Type", "application/json").end("{\"ok\": true}\n");
        }
    }

    private static void refuse(HttpServerRequest request, int status, String reason) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(SpacedJson.write(Json.object().put("error", reason)) + "\n");
    }
}
