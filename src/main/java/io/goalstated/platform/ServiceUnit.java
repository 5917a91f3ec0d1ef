package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The unit of systemd's that an agent runs in, and who else is in its control group. All methods block. */
public final class ServiceUnit {
    private static final int MAX_BYTES = 1 << 20;
    private static final long TICKS_A_SECOND = 100;
    /** A command is in the agent's group until systemd has moved it, or given up. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(15);

    private final SystemRoot root;
    private final DiskView disk = new Disk();
    private final long agent;

    /** That of this process. */
    public ServiceUnit(SystemRoot root) {
        this(root, ProcessHandle.current().pid());
    }

    /** @param agent the agent's process */
    public ServiceUnit(SystemRoot root, long agent) {
        this.root = root;
        this.agent = agent;
    }

    /** Its name; empty where the agent is no service of systemd's. */
    public Optional<String> name() throws IOException {
        return group().map(group -> group.substring(group.lastIndexOf('/') + 1))
                .filter(name -> name.endsWith(".service"));
    }

    /**
     * Processes in its group that are none of the agent's own and are there to stay, as people know them: {@code sleep
     * (4711)}. Programs that the agent itself runs are of its session; every command of an extension has one of its own.
     */
    public List<String> strangers() throws IOException {
        Optional<String> group = group();
        List<String> found = new ArrayList<>();
        if (group.isEmpty()) {
            return found;
        }
        long session =
                ProcessTable.find(root, agent).map(ProcessTable.Entry::session).orElse(agent);
        for (String line : members(group.get()).split("\n", -1)) {
            if (line.matches("\\d{1,18}")) {
                ProcessTable.find(root, Long.parseLong(line))
                        .filter(entry -> entry.pid() != agent && entry.session() != session && isSettled(entry))
                        .ifPresent(entry -> found.add(named(entry.pid())));
            }
        }
        return found;
    }

    /** Its control group, as systemd keeps it: in the tree of its own where cgroup v1 has one. */
    public Optional<String> group() throws IOException {
        Optional<String> unified = Optional.empty();
        for (String line : disk.readText(root.resolve("/proc/" + agent + "/cgroup"), MAX_BYTES)
                .orElse("")
                .split("\n", -1)) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && fields[1].equals("name=systemd")) {
                return Optional.of(fields[2]);
            }
            if (fields.length == 3 && fields[1].isEmpty()) {
                unified = Optional.of(fields[2]);
            }
        }
        return unified;
    }

    private String members(String group) throws IOException {
        Path mounted = root.resolve("/sys/fs/cgroup");
        Path legacy = mounted.resolve("systemd");
        Path tree = Files.isDirectory(legacy) ? legacy : mounted;
        return disk.readText(tree.resolve(group.substring(1)).resolve("cgroup.procs"), MAX_BYTES)
                .orElse("");
    }

    private boolean isSettled(ProcessTable.Entry entry) {
        try {
            String uptime =
                    disk.readText(root.resolve("/proc/uptime"), MAX_BYTES).orElse("0");
            double age = Double.parseDouble(uptime.split(" ", 2)[0]) - (double) entry.startTicks() / TICKS_A_SECOND;
            return age > ON_ITS_WAY.toSeconds();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private String named(long pid) {
        try {
            return disk.readText(root.resolve("/proc/" + pid + "/comm"), MAX_BYTES)
                            .orElse("?")
                            .strip() + " (" + pid + ")";
        } catch (IOException e) {
            return "? (" + pid + ")";
        }
    }
}
