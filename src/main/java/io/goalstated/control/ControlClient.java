package io.goalstated.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Asks the running daemon over its Unix socket. Blocks; for one-shot commands, which must start fast. */
public final class ControlClient {
    private static final int MAX_ANSWER = 32 << 20;

    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    /**
     * The document, or empty when no daemon answers there.
     *
     * @throws AccessDeniedException when this process may not ask, nor know whether there is a daemon
     */
    public Optional<JsonNode> get(String path) throws IOException {
        Optional<String> answer = call("GET", path);
        return answer.isPresent() ? Optional.of(document(body(answer.get()))) : Optional.empty();
    }

    /** What is there and is no document, or empty when no daemon answers. */
    public Optional<String> text(String path) throws IOException {
        Optional<String> answer = call("GET", path);
        if (answer.isPresent() && !answer.get().startsWith("HTTP/1.1 200 ")) {
            document(body(answer.get()));
            throw new IOException(
                    "the daemon answers " + answer.get().lines().findFirst().orElse("nothing"));
        }
        return answer.map(ControlClient::body);
    }

    /** Asks for an action; false when no daemon answers there. */
    public boolean post(String path) throws IOException {
        Optional<String> answer = call("POST", path);
        if (answer.isPresent()) {
            document(body(answer.get()));
        }
        return answer.isPresent();
    }

    private Optional<String> call(String method, String path) throws IOException {
        if (!isThere()) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = method + " " + path + " HTTP/1.1\r\nHost: goalstated\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return Optional.of(readAll(channel));
        } catch (java.net.ConnectException e) {
            return Optional.empty();
        }
    }

    private boolean isThere() throws IOException {
        try {
            Files.readAttributes(socket, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!Files.isWritable(socket)) {
            throw new AccessDeniedException(socket.toString());
        }
        return true;
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        while (channel.read(buffer) >= 0 && all.size() < MAX_ANSWER) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String body(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        return end < 0 ? "" : answer.substring(end + 4);
    }

    /** Throws what the daemon has to complain about. */
    private static JsonNode document(String text) throws IOException {
        try {
            JsonNode body = Json.parse(text);
            if (body.has("error")) {
                throw new IOException("the daemon says: " + body.path("error").asText());
            }
            return body;
        } catch (MalformedJson e) {
            throw new IOException("the daemon's answer is not JSON: " + e.getMessage(), e);
        }
    }
}
