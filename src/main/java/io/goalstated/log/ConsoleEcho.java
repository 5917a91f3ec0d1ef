package io.goalstated.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lines on the machine's console, for whoever watches a VM that is being prepared (spec 03 §14.3). A serial port may be stuck for
 * ever: a thread of its own opens and writes it, and lines that find no room in the queue are dropped.
 */
final class ConsoleEcho {
    private static final int WAITING = 256;
    private static final int LONGEST = 1_000;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;

    ConsoleEcho(Path console) {
        this.writer = new Thread(() -> write(console), "console");
        writer.setDaemon(true);
        writer.start();
    }

    /** Never waits. */
    void line(String line) {
        lines.offer(printable(line));
    }

    /** Nothing is written any more. */
    void end() {
        writer.interrupt();
    }

    private void write(Path console) {
        try (FileChannel channel = FileChannel.open(console, StandardOpenOption.APPEND)) {
            while (!Thread.currentThread().isInterrupted()) {
                ByteBuffer bytes = ByteBuffer.wrap(lines.take().getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // No console, or the end of the echo while it was written: the log has the lines all the same.
            lines.clear();
        }
    }

    /** A terminal obeys control characters. */
    private static String printable(String line) {
        StringBuilder text = new StringBuilder(line.length() + 2);
        for (int i = 0; i < line.length() && i < LONGEST; i++) {
            char c = line.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.append("\r\n").toString();
    }
}
