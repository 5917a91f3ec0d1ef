package io.goalstated.wire;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on loopback that understands CONNECT only, and leads every tunnel to one server whatever its name. */
final class TunnelProxy {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final NetServer server;
    private final NetClient client;
    private final Endpoint behind;
    private volatile String refusal = "";

    TunnelProxy(Vertx vertx, Endpoint behind) throws Exception {
        this.behind = behind;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::accept);
        HttpBench.get(server.listen(0, "127.0.0.1"));
    }

    /** Refuses with that status line from now on. */
    TunnelProxy refuse(String statusLine) {
        refusal = statusLine;
        return this;
    }

    int port() {
        return server.actualPort();
    }

    /** The heads of the requests. */
    List<String> requests() {
        return requests;
    }

    private void accept(NetSocket socket) {
        Buffer head = Buffer.buffer();
        socket.handler(piece -> {
            head.appendBuffer(piece);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                requests.add(text);
                socket.pause();
                answer(socket, text);
            }
        });
    }

    private void answer(NetSocket socket, String head) {
        if (!refusal.isEmpty() || !head.startsWith("CONNECT ")) {
            socket.end(Buffer.buffer(
                    "HTTP/1.1 " + (refusal.isEmpty() ? "405 No" : refusal) + "\r\nContent-Length: 0\r\n\r\n"));
            return;
        }
        client.connect(behind.port(), behind.host())
                .onSuccess(other -> {
                    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    socket.handler(other::write);
                    other.handler(socket::write);
                    socket.closeHandler(gone -> other.close());
                    other.closeHandler(gone -> socket.close());
                    socket.resume();
                })
                .onFailure(cause -> socket.close());
    }
}
