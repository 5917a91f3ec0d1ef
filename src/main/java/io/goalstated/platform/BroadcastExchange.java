package io.goalstated.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/** One question to everybody on the local IPv4 network, and the answer of whoever knows. */
@FunctionalInterface
public interface BroadcastExchange {
    /** The network of this machine. */
    BroadcastExchange REAL = BroadcastExchange::ask;

    /** Understands an answer; empty for what is none. */
    @FunctionalInterface
    interface Reader<T> {
        Optional<T> read(byte[] packet);
    }

    /**
     * How the question is asked.
     *
     * @param localPort to which answers come; shared with whoever has it already
     * @param maxAnswer bytes of an answer; the rest is cut off
     * @param limit how long to wait
     */
    record Manner(int localPort, int remotePort, int maxAnswer, Duration limit) {}

    /** The first answer that the reader understands, or empty when the time is over. Blocks. */
    <T> Optional<T> exchange(byte[] question, Manner manner, Reader<T> reader) throws IOException;

    private static <T> Optional<T> ask(byte[] question, Manner manner, Reader<T> reader) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
                Selector selector = Selector.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[4]), manner.localPort()));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            byte[] everybody = {-1, -1, -1, -1};
            channel.send(
                    ByteBuffer.wrap(question),
                    new InetSocketAddress(InetAddress.getByAddress(everybody), manner.remotePort()));
            return answer(channel, selector, manner, reader);
        }
    }

    private static <T> Optional<T> answer(DatagramChannel channel, Selector selector, Manner manner, Reader<T> reader)
            throws IOException {
        long end = System.nanoTime() + manner.limit().toNanos();
        ByteBuffer buffer = ByteBuffer.allocate(manner.maxAnswer());
        Optional<T> answer = Optional.empty();
        for (long left = manner.limit().toMillis();
                answer.isEmpty() && left > 0;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            selector.select(left);
            selector.selectedKeys().clear();
            buffer.clear();
            if (channel.receive(buffer) != null) {
                byte[] packet = new byte[buffer.flip().remaining()];
                buffer.get(packet);
                answer = reader.read(packet);
            }
        }
        return answer;
    }
}
