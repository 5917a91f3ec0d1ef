package io.goalstated.environment.resource;

import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real disk of this machine's kernel that is a file, plugged in as Azure plugs in a resource disk, below a root of its own:
 *
 * <pre>
 *   root/dev → /dev   root/proc → /proc   root/sys/class → /sys/class
 *   root/sys/bus/vmbus/devices/x/{device_id = {00000000-0001-…}, host0/target0:0:0/0:0:0:0/block/loopN/}
 * </pre>
 *
 * Needs root.
 */
final class LoopDisk implements AutoCloseable {
    private static final List<String> LINKS = List.of("dev", "proc", "sys/class");

    static final Tools TOOLS = new SystemTools(SystemRoot.REAL);

    final String device;
    final Path root;

    private LoopDisk(String device, Path root) {
        this.device = device;
        this.root = root;
    }

    /** A blank one. */
    static LoopDisk of(Path directory, int megabytes) throws IOException {
        Path image = directory.resolve("disk" + System.nanoTime() + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        String device = run("losetup", "-f", "--show", image.toString()).strip();
        Path root = Files.createDirectories(directory.resolve("root"));
        LoopDisk disk = new LoopDisk(device, root);
        disk.plugIn();
        return disk;
    }

    private void plugIn() throws IOException {
        Files.createDirectories(root.resolve("sys/bus/vmbus/devices"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("var/lib/waagent/goalstated"));
        for (String name : LINKS) {
            Files.deleteIfExists(root.resolve(name));
            Files.createSymbolicLink(root.resolve(name), Path.of("/", name));
        }
        Path bus = Files.createDirectories(root.resolve("sys/bus/vmbus/devices").resolve(name()));
        Files.writeString(bus.resolve("device_id"), "{00000000-0001-8899-0000-000000000000}\n");
        Files.createDirectories(bus.resolve("host0/target0:0:0/0:0:0:0/block").resolve(name()));
    }

    String name() {
        return device.substring("/dev/".length());
    }

    String partition(int number) {
        return device + "p" + number;
    }

    /** Lines for sfdisk; the kernel learns of them. */
    LoopDisk partitioned(String script) {
        ToolEnd end = TOOLS.run(ToolCall.of("sfdisk", "-q", "--no-reread", device)
                .reading(Secret.owning(script.getBytes(StandardCharsets.UTF_8))));
        if (!end.isSuccess()) {
            throw new IllegalStateException(end.problem());
        }
        run("partx", "--update", device);
        if (!Files.exists(Path.of(partition(1)))) {
            run("partx", "--add", device);
        }
        return this;
    }

    /** A disk of up to 2 TiB as Azure delivers it: one DOS partition of type 7 with NTFS. */
    LoopDisk asDelivered() {
        partitioned("label: dos\n,,7\n");
        run("mkntfs", "-Q", "-F", "-q", partition(1));
        return this;
    }

    /** Files on a partition, put there by somebody. */
    LoopDisk withFile(String type, int number, String name, String text) throws IOException {
        Path place = Files.createDirectories(root.resolve("somewhere"));
        run("mount", "-t", type, partition(number), place.toString());
        try {
            Files.writeString(place.resolve(name), text);
        } finally {
            run("umount", place.toString());
        }
        return this;
    }

    static String run(String... words) {
        ToolEnd end = TOOLS.run(ToolCall.of(List.of(words)));
        if (!end.isSuccess()) {
            throw new IllegalStateException(end.problem());
        }
        return end.output();
    }

    /** Whatever a test has mounted, and the disk. */
    @Override
    public void close() throws IOException {
        for (String line : Files.readString(Path.of("/proc/swaps")).split("\n", -1)) {
            if (line.startsWith(root.toString())) {
                TOOLS.run(ToolCall.of("swapoff", line.split("\\s+", 2)[0]));
            }
        }
        MountTable mounts = MountTable.parse(Files.readString(Path.of("/proc/self/mountinfo")));
        for (int i = mounts.entries().size() - 1; i >= 0; i--) {
            if (mounts.entries().get(i).source().startsWith(device)) {
                TOOLS.run(ToolCall.of("umount", mounts.entries().get(i).mountPoint()));
            }
        }
        TOOLS.run(ToolCall.of("partx", "--delete", device));
        TOOLS.run(ToolCall.of("losetup", "-d", device));
        for (String name : LINKS) {
            Files.deleteIfExists(root.resolve(name));
        }
    }
}
