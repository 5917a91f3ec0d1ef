package io.goalstated.environment.monitor;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves udev's generated rules out of the way once they name a network interface that this machine does not have: after a redeploy
 * they would call the new one {@code eth1} (spec 03 §10.6).
 */
public final class NetworkRules implements Watch {
    private static final String RULES = "/etc/udev/rules.d/70-persistent-net.rules";
    private static final List<String> FILES = List.of("/lib/udev/rules.d/75-persistent-net-generator.rules", RULES);
    private static final int MAX_BYTES = 256 << 10;
    /** How udev's generator writes the address of an interface. */
    private static final Pattern ADDRESS =
            Pattern.compile("ATTR\\{address\\}==\"((?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})\"");

    private final Disk disk;
    private final SystemRoot root;
    private final Path library;
    private final boolean distributionMovesThem;
    private final Supplier<Duration> period;

    /** @param distributionMovesThem false where the distribution never had them, and whoever has written some wants them */
    public NetworkRules(
            Disk disk, SystemRoot root, Path library, boolean distributionMovesThem, Supplier<Duration> period) {
        this.disk = disk;
        this.root = root;
        this.library = library;
        this.distributionMovesThem = distributionMovesThem;
        this.period = period;
    }

    @Override
    public String name() {
        return "names of network interfaces";
    }

    @Override
    public Duration period() {
        return period.get();
    }

    @Override
    public boolean isWanted() {
        return distributionMovesThem;
    }

    @Override
    public Report look() throws IOException {
        String rules = disk.readText(root.resolve(RULES), MAX_BYTES).orElse("");
        if (rules.isEmpty() || !namesAbsent(rules, present())) {
            return Report.NOTHING;
        }
        List<String> done = new ArrayList<>();
        for (String path : FILES) {
            Path file = root.resolve(path);
            if (disk.exists(file)) {
                // Another file system: a rename is not enough.
                disk.copy(file, library.resolve(file.getFileName()));
                disk.delete(file);
                done.add("moved " + path + " to " + library + ": it names an interface that is not there");
            }
        }
        return new Report(done, List.of());
    }

    private Set<String> present() throws IOException {
        Set<String> addresses = new TreeSet<>();
        for (Path directory : disk.list(root.resolve("/sys/class/net"))) {
            disk.readText(directory.resolve("address"), MAX_BYTES)
                    .ifPresent(text -> addresses.add(text.strip().toLowerCase(Locale.ROOT)));
        }
        return addresses;
    }

    /** Whether generated rules bind a name to an address that no interface has. */
    static boolean namesAbsent(String rules, Set<String> present) {
        Matcher matcher = ADDRESS.matcher(rules);
        boolean absent = false;
        while (matcher.find()) {
            absent |= !present.contains(matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return absent;
    }
}
