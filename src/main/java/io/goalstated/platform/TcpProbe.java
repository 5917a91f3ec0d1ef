package io.goalstated.platform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Tries whether a TCP connection can be made. */
@FunctionalInterface
public interface TcpProbe {
    /** The network of this machine. */
    TcpProbe REAL = TcpProbe::attempt;

    /** Connects and lets go at once. Blocks, no longer than the limit. */
    Outcome connect(String host, int port, Duration limit);

    enum Result {
        CONNECTED,
        REFUSED,
        NO_ROUTE,
        TIMED_OUT,
        FAILED
    }

    /** @param detail for people */
    record Outcome(Result result, Duration time, String detail) {}

    private static Outcome attempt(String host, int port, Duration limit) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return outcome(Result.CONNECTED, start, "");
        } catch (SocketTimeoutException e) {
            return outcome(Result.TIMED_OUT, start, "timed out");
        } catch (NoRouteToHostException e) {
            return outcome(Result.NO_ROUTE, start, "no route");
        } catch (ConnectException e) {
            String message = String.valueOf(e.getMessage());
            return outcome(message.contains("unreachable") ? Result.NO_ROUTE : Result.REFUSED, start, message);
        } catch (IOException e) {
            return outcome(Result.FAILED, start, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(Result result, long start, String detail) {
        return new Outcome(result, Duration.ofNanos(System.nanoTime() - start), detail);
    }
}
