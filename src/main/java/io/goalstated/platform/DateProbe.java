package io.goalstated.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks an HTTP server what time it is by its clock. */
@FunctionalInterface
public interface DateProbe {
    /** The network of this machine. */
    DateProbe REAL = DateProbe::ask;

    /** More of an answer's head is not read. */
    int MAX_HEAD = 8 << 10;

    /** The {@code Date} of its answer; empty when there is none within that time. Blocks. */
    Optional<Instant> date(String host, int port, Duration limit);

    private static Optional<Instant> ask(String host, int port, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), left(end));
            String request = "GET /?comp=versions HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return date(head(socket, end));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String head(Socket socket, long end) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] piece = new byte[1024];
        InputStream in = socket.getInputStream();
        while (head.size() < MAX_HEAD
                && !head.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
            socket.setSoTimeout(left(end));
            int read = in.read(piece);
            if (read < 0) {
                break;
            }
            head.write(piece, 0, read);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Milliseconds; a time limit of zero would be none. */
    private static int left(long end) {
        return (int) Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
    }

    private static Optional<Instant> date(String head) {
        for (String line : head.split("\r\n\r\n", 2)[0].split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "Date:", 0, "Date:".length())) {
                try {
                    return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                            line.substring("Date:".length()).strip())));
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
