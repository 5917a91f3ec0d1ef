package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process uses of the machine, as the kernel says.
 *
 * @param cpuSeconds of all its threads so far
 * @param residentBytes memory that is in use, what it shares with others included
 * @param descriptors open files and sockets
 */
public record ProcessFigures(double cpuSeconds, long residentBytes, int threads, int descriptors) {
    private static final Path SELF = Path.of("/proc/self");
    /** Linux counts in hundredths of a second here, on every architecture that it runs Java on. */
    private static final double TICKS = 100;

    /** Blocks. */
    public static ProcessFigures read() throws IOException {
        return of(Files.readString(SELF.resolve("stat"), StandardCharsets.ISO_8859_1), resident(), openDescriptors());
    }

    /** @param stat the line of {@code /proc/<pid>/stat}, in which the name may hold anything */
    static ProcessFigures of(String stat, long residentBytes, int descriptors) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        return new ProcessFigures(cpu, residentBytes, Integer.parseInt(fields[17]), descriptors);
    }

    /** Not in {@code stat}, which counts in pages of a size that nobody tells Java. */
    private static long resident() throws IOException {
        for (String line : Files.readAllLines(SELF.resolve("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }

    private static int openDescriptors() throws IOException {
        int open = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path file : files) {
                open += file.getNameCount() > 0 ? 1 : 0;
            }
        }
        // Less the one that has been counting.
        return Math.max(0, open - 1);
    }
}
