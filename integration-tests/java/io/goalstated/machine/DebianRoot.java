package io.goalstated.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The file system that machines boot from, made by debootstrap when it is first needed and kept in the directory that the
 * property {@code machines.directory} of the build names, {@code target/machines} if none does. Nobody writes to it.
 */
final class DebianRoot {
    private static final Path CACHE = Path.of(System.getProperty("goalstated.machines", "target/machines"))
            .toAbsolutePath();
    private static final String SUITE = System.getProperty("goalstated.machines.suite", "bookworm");
    private static final String MIRROR =
            System.getProperty("goalstated.machines.mirror", "http://deb.debian.org/debian");

    /** Besides Debian's required packages: what a VM has on which extensions, and provisioning, can be expected to work. */
    private static final List<String> PACKAGES = List.of(
            "systemd",
            "systemd-sysv",
            "dbus",
            "curl",
            "e2fsprogs",
            "fdisk",
            "iproute2",
            "iptables",
            "isc-dhcp-client",
            "kmod",
            "lsof",
            "nftables",
            "openssh-server",
            "openssl",
            "parted",
            "procps",
            "python3-minimal",
            "sudo");

    private static final long MINUTES = 15;

    private DebianRoot() {}

    /** Makes it if it is not there; the test is skipped, with the reason, when it cannot be made. */
    static Path get() throws IOException, InterruptedException {
        Files.createDirectories(CACHE);
        Path root = CACHE.resolve("debian-" + SUITE + "-" + Integer.toHexString(PACKAGES.hashCode()));
        try (FileChannel file =
                        FileChannel.open(CACHE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && !Files.isDirectory(root)) {
                make(root);
            }
        }
        return root;
    }

    private static void make(Path root) throws IOException, InterruptedException {
        Path partial = root.resolveSibling(root.getFileName() + ".partial");
        run(List.of("rm", "-rf", partial.toString()));
        int code = run(Apart.running(List.of(
                "debootstrap",
                "--variant=minbase",
                "--include=" + String.join(",", PACKAGES),
                SUITE,
                partial.toString(),
                MIRROR)));
        Assumptions.assumeTrue(code == 0, "debootstrap cannot make a Debian of " + MIRROR + "; see " + log());
        Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log().toFile())
                .start();
        try {
            return process.waitFor(MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path log() {
        return CACHE.resolve("debootstrap.log");
    }
}
