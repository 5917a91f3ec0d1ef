package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory of the whole machine.
 *
 * @param availableKibibytes what programs can have without swapping
 */
public record SystemMemory(long totalKibibytes, long availableKibibytes) {
    private static final double KIBIBYTES_A_MEGABYTE = 1024;

    public double usedMegabytes() {
        return (totalKibibytes - availableKibibytes) / KIBIBYTES_A_MEGABYTE;
    }

    public double availableMegabytes() {
        return availableKibibytes / KIBIBYTES_A_MEGABYTE;
    }

    /** Where the kernel tells it. */
    public static final class Source {
        private static final int MAX_BYTES = 64 << 10;

        private final DiskView disk = new Disk();
        private final Path file;

        public Source(SystemRoot root) {
            this.file = root.resolve("/proc/meminfo");
        }

        /** Empty where it does not. Blocks. */
        public Optional<SystemMemory> read() throws IOException {
            String text = disk.readText(file, MAX_BYTES).orElse("");
            OptionalLong total = field(text, "MemTotal:");
            OptionalLong available = field(text, "MemAvailable:");
            return total.isPresent() && available.isPresent()
                    ? Optional.of(new SystemMemory(total.getAsLong(), available.getAsLong()))
                    : Optional.empty();
        }

        private static OptionalLong field(String text, String name) {
            for (String line : text.split("\n", -1)) {
                if (line.startsWith(name)) {
                    String number =
                            line.substring(name.length()).replace("kB", "").strip();
                    return number.matches("[0-9]{1,18}")
                            ? OptionalLong.of(Long.parseLong(number))
                            : OptionalLong.empty();
                }
            }
            return OptionalLong.empty();
        }
    }
}
