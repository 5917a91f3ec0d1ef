package io.goalstated.wire;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on loopback that records what it is asked and answers as scripted, misbehaviour on the wire included. */
public final class ScriptedServer {
    /** What to do with one request. */
    @FunctionalInterface
    public interface Reply {
        void to(NetSocket socket);
    }

    /** @param headers by lower-case name, in the order received */
    public record Request(int connection, String method, String uri, Map<String, String> headers, String body) {}

    private final NetServer server;
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
    private volatile Reply otherwise = answer(200, "");

    public ScriptedServer(Vertx vertx) throws Exception {
        this(vertx, new NetServerOptions());
    }

    /** @param options for instance a certificate; host and port are set here */
    ScriptedServer(Vertx vertx, NetServerOptions options) throws Exception {
        server = vertx.createNetServer(options.setHost("127.0.0.1").setPort(0));
        server.connectHandler(this::accept);
        server.listen().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    public static Reply answer(int status, String body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return raw(head + "\r\n" + body);
    }

    public static Reply raw(String bytes) {
        return socket -> socket.write(Buffer.buffer(bytes, "UTF-8"));
    }

    /** Sends that and then closes the connection. */
    public static Reply rawThenClose(String bytes) {
        return socket -> socket.end(Buffer.buffer(bytes, "UTF-8"));
    }

    public static Reply hangUp() {
        return NetSocket::close;
    }

    public static Reply silence() {
        return socket -> {};
    }

    public ScriptedServer then(Reply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    public ScriptedServer otherwise(Reply reply) {
        otherwise = reply;
        return this;
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.actualPort());
    }

    public String url(String uri) {
        return "http://127.0.0.1:" + server.actualPort() + uri;
    }

    public List<Request> requests() {
        return requests;
    }

    /** What has been, so that a server that is asked a million times does not fill the memory. */
    void forget() {
        requests.clear();
        sockets.clear();
    }

    public int connections() {
        return sockets.size();
    }

    public void dropConnections() {
        sockets.forEach(NetSocket::close);
    }

    public void stop() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void accept(NetSocket socket) {
        sockets.add(socket);
        int number = sockets.size();
        Buffer pending = Buffer.buffer();
        List<Buffer> rest = new ArrayList<>(List.of(pending));
        socket.handler(chunk -> {
            Buffer all = rest.get(0).appendBuffer(chunk);
            rest.set(0, all.getBuffer(take(socket, number, all), all.length()));
        });
    }

    /** How many bytes were whole requests. */
    private int take(NetSocket socket, int number, Buffer bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, lines[i].substring(colon + 1).strip(), (a, b) -> a + " AND " + b);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (text.length() < end + 4 + length) {
            return 0;
        }
        String[] first = lines[0].split(" ", -1);
        String body = bytes.getBuffer(end + 4, end + 4 + length).toString(StandardCharsets.UTF_8);
        requests.add(new Request(number, first[0], first[1], headers, body));
        Reply reply = script.poll();
        (reply == null ? otherwise : reply).to(socket);
        return end + 4 + length;
    }
}
