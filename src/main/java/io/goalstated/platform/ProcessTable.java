package io.goalstated.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The machine's processes, as {@code /proc} tells of them at one moment. Blocks; processes come and go meanwhile. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private final List<Entry> entries;

    /** @param startTicks since boot; with the pid it names a process for ever (OPS-13) */
    public record Entry(long pid, long parent, long group, long session, char state, long startTicks) {
        public boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    private ProcessTable(List<Entry> entries) {
        this.entries = entries;
    }

    public static ProcessTable read() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                entry(directory).ifPresent(entries::add);
            }
        } catch (IOException e) {
            return new ProcessTable(List.of());
        }
        return new ProcessTable(entries);
    }

    /** The live process of that pid, now. */
    public static Optional<Entry> find(long pid) {
        return entry(PROC.resolve(Long.toString(pid))).filter(Entry::isAlive);
    }

    /** The same, as the machine of that root tells. */
    static Optional<Entry> find(SystemRoot root, long pid) {
        return entry(root.resolve("/proc/" + pid)).filter(Entry::isAlive);
    }

    /** The live process of that pid, now, if its command line has that argument, word for word. */
    static Optional<Entry> find(long pid, String argument) {
        return find(pid).filter(entry -> arguments(pid).contains(argument));
    }

    /** The live process whose command line has that argument, word for word. */
    public Optional<Entry> findByArgument(String argument) {
        for (Entry entry : entries) {
            if (entry.isAlive() && arguments(entry.pid()).contains(argument)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /**
     * Every live process that belongs to the command started as that session leader: its group, its session, and what
     * descends from any of them and has not been orphaned.
     */
    public List<Entry> belongingTo(long leader) {
        Set<Long> members = new HashSet<>();
        members.add(leader);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Entry entry : entries) {
                boolean belongs =
                        entry.group() == leader || entry.session() == leader || members.contains(entry.parent());
                grown |= belongs && members.add(entry.pid());
            }
        }
        return entries.stream()
                .filter(entry -> entry.isAlive() && members.contains(entry.pid()))
                .toList();
    }

    private static List<String> arguments(long pid) {
        try {
            byte[] line = Files.readAllBytes(PROC.resolve(pid + "/cmdline"));
            return List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Entry> entry(Path directory) {
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold anything; the fields follow the last one.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Entry(
                    Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    fields[0].charAt(0),
                    Long.parseLong(fields[19])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
