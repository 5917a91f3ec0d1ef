package io.goalstated.environment.monitor;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives SCSI disks more time to answer than the kernel does: the platform may keep one busy for minutes (spec 03 §11.5). */
public final class ScsiTimeouts implements Watch {
    private static final int MAX_BYTES = 4096;

    private final Disk disk;
    private final SystemRoot root;
    private final Supplier<Optional<Integer>> seconds;
    private final Supplier<Duration> period;

    /** @param seconds empty: the kernel's own stays */
    public ScsiTimeouts(Disk disk, SystemRoot root, Supplier<Optional<Integer>> seconds, Supplier<Duration> period) {
        this.disk = disk;
        this.root = root;
        this.seconds = seconds;
        this.period = period;
    }

    @Override
    public String name() {
        return "time-outs of SCSI disks";
    }

    @Override
    public Duration period() {
        return period.get();
    }

    @Override
    public boolean isWanted() {
        return seconds.get().isPresent();
    }

    @Override
    public Report look() throws IOException {
        Optional<Integer> wanted = seconds.get();
        List<String> done = new ArrayList<>();
        if (wanted.isPresent()) {
            for (Path block : disk.list(root.resolve("/sys/block"))) {
                if (block.getFileName().toString().startsWith("sd")) {
                    set(block, Integer.toString(wanted.get()), done);
                }
            }
        }
        return new Report(done, List.of());
    }

    /** A disk that has been pulled meanwhile is no error. */
    private void set(Path block, String wanted, List<String> done) throws IOException {
        Path file = block.resolve("device/timeout");
        Optional<String> present = disk.readText(file, MAX_BYTES).map(String::strip);
        if (present.isPresent() && !present.get().equals(wanted)) {
            disk.tell(file, wanted);
            done.add(block.getFileName() + " has " + wanted + " s to answer, it had " + present.get());
        }
    }
}
