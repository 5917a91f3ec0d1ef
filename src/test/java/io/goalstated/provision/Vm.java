package io.goalstated.provision;

import io.goalstated.config.ConfigFile;
import io.goalstated.config.Configuration;
import io.goalstated.distro.DistroTable;
import io.goalstated.distro.OsRelease;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.wire.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A fresh VM in a scratch directory, its programs played, its time standing still, and the platform that hears of it:
 *
 * <pre>
 * etc/{passwd,login.defs,hostname,ssh/sshd_config,sudoers.d/}   home/   dev/   proc/   var/lib/waagent/
 * media/ovf-env.xml                                             the medium, unless a test makes another
 * </pre>
 */
final class Vm {
    static final String UUID = "544cdfd0-cb4e-4b4a-9954-5bdf3ed5c3b8";

    final Path root;
    final RecordingTools tools = new RecordingTools();
    final ManualTimers timers = new ManualTimers();
    final List<String> health = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<String> fingerprints = new ArrayList<>();
    final List<String> commandLines = new ArrayList<>();
    final List<CommandRunner.ShellCommand> commandsRun = new ArrayList<>();
    final List<String> options = new ArrayList<>();
    /** What happens on the VM while the platform takes a report. */
    Runnable whenReporting = () -> {};
    /** How often the platform still refuses reports. */
    int refusals;

    final Disk disk = new Disk();
    /** How often the agent may still touch the machine before it is killed. */
    int life = Integer.MAX_VALUE;

    String distro = "debian";
    CommandRunner.CommandEnd customDataEnd = new CommandRunner.CommandEnd.Exited(0, "");
    Optional<Path> media;
    /** Empty: the VM has no metadata service. */
    Optional<Metadata> metadata = Optional.empty();

    Future<Void> goalState = Future.succeededFuture();
    Supplier<Future<Void>> certificates = Future::succeededFuture;
    private final int uid;
    private final int gid;

    Vm(Path root) throws IOException {
        this.root = root;
        int mine = (Integer) Files.getAttribute(root, "unix:uid");
        this.uid = mine == 0 ? 1000 : mine;
        this.gid = mine == 0 ? 1000 : (Integer) Files.getAttribute(root, "unix:gid");
        this.media = Optional.of(root.resolve("media"));
        for (String directory : List.of(
                "etc/ssh",
                "etc/sudoers.d",
                "home",
                "dev",
                "proc/self",
                "proc/sys/kernel",
                "var/lib/waagent/goalstated",
                "var/log/azure",
                "sys/class/dmi/id",
                "sys/firmware/efi",
                "media")) {
            Files.createDirectories(root.resolve(directory));
        }
        write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n");
        write("etc/login.defs", "UID_MIN 100\n");
        write("etc/hostname", "image\n");
        write("etc/ssh/sshd_config", "Port 22\n#PasswordAuthentication yes\n");
        write("proc/uptime", "12.34 5.6\n");
        write("sys/class/dmi/id/product_uuid", UUID + "\n");
        // Nothing else than the built-in handler provisions, and it is no RHEL.
        tools.answer("systemctl is-enabled", 1, "", "not found").answer("service cloud-init status", 3, "", "");
        tools.answer("systemctl is-active", 3, "inactive\n", "");
        tools.answer("systemctl is-failed", 1, "", "");
        tools.answer("getenforce", call -> new ToolEnd.Missing("getenforce"));
        tools.answer("useradd -m", this::addUser);
        tools.answer("ssh-keygen", this::makeKey);
        tools.answer("sshd -T", call -> new ToolEnd.Exited("sshd", 0, effective(), ""));
        options.add("Provisioning.SshHostKeyPairType=ed25519");
    }

    private ToolEnd addUser(ToolCall call) {
        String name = call.arguments().get(call.arguments().size() - 1);
        try {
            Path home = Files.createDirectory(root.resolve("home/" + name));
            own(home);
            Files.writeString(
                    root.resolve("etc/passwd"),
                    name + ":x:" + uid + ":" + gid + "::/home/" + name + ":/bin/bash\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ToolEnd.Exited("useradd", 0, "", "");
    }

    /** Gives the file to the VM's user, where we may. */
    void own(Path file) throws IOException {
        if ((Integer) Files.getAttribute(root, "unix:uid") == 0) {
            Files.setAttribute(file, "unix:uid", uid);
            Files.setAttribute(file, "unix:gid", gid);
        }
    }

    private ToolEnd makeKey(ToolCall call) {
        Path file = Path.of(call.arguments().get(call.arguments().indexOf("-f") + 1));
        try {
            Files.writeString(file, "PRIVATE " + file.getFileName());
            Files.writeString(
                    Path.of(file + ".pub"),
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ToolEnd.Exited("ssh-keygen", 0, "", "");
    }

    /** What sshd would say: the first line counts, drop-ins come first. */
    private String effective() {
        StringBuilder all = new StringBuilder();
        try {
            for (Path file : disk.list(root.resolve("etc/ssh/sshd_config.d"))) {
                all.append(Files.readString(file)).append('\n');
            }
            all.append(read("etc/ssh/sshd_config"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all.toString()
                        .lines()
                        .map(line -> line.strip().toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("passwordauthentication "))
                        .findFirst()
                        .orElse("passwordauthentication yes")
                + "\n";
    }

    Vm with(Ovf ovf) throws IOException {
        write("media/ovf-env.xml", ovf.text());
        return this;
    }

    Vm set(String option) {
        options.add(option);
        return this;
    }

    /** Stands for SIGKILL. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    boolean isDead() {
        return life <= 0;
    }

    /** Once dead, the agent does nothing any more, whoever catches this. */
    private void live() {
        if (life != Integer.MAX_VALUE) {
            life--;
        }
        if (isDead()) {
            throw new Killed();
        }
    }

    Provisioning provisioning() {
        Machine machine = machine();
        ProvisioningEvents hear = (operation, success, message, took) ->
                events.add(operation.text() + " " + (success ? "ok" : "failed") + ": " + message);
        return new Provisioning(
                new Provisioning.Parts(
                        machine,
                        new MediaSearch(machine, media),
                        metadata.map(service -> (Metadata) () -> {
                            live();
                            return service.ask();
                        }),
                        new Commands(),
                        new DirectOffload(),
                        timers,
                        () -> Instant.EPOCH.plusNanos(timers.nanoTime()),
                        new HealthReporter(this::send, timers, hear),
                        fingerprint -> {
                            live();
                            fingerprints.add(fingerprint);
                            return Future.succeededFuture();
                        },
                        goalState,
                        () -> certificates.get(),
                        hear,
                        "0.1.0"),
                view -> {});
    }

    Machine machine() {
        Configuration configuration =
                Configuration.of(List.of(ConfigFile.parse("test", String.join("\n", options) + "\n")));
        return new Machine(
                new SystemRoot(root),
                new Disk((operation, path) -> live()),
                call -> {
                    live();
                    return tools.run(call);
                },
                DistroTable.find(OsRelease.parse("ID=" + distro)),
                configuration);
    }

    /** Starts the agent's built-in handler and lets what is due happen. */
    Provisioning start() {
        Provisioning provisioning = provisioning();
        provisioning.start();
        timers.advance(Duration.ZERO);
        return provisioning;
    }

    private Future<Void> send(Health report) {
        live();
        whenReporting.run();
        health.add(report.problem()
                .map(problem -> problem.subStatus() + " " + problem.description())
                .orElse("Ready"));
        if (refusals > 0) {
            refusals--;
            return Future.failedFuture("503");
        }
        return Future.succeededFuture();
    }

    void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    String lib(String name) throws IOException {
        return read("var/lib/waagent/" + name);
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    int owner(String path) throws IOException {
        return (Integer) Files.getAttribute(root.resolve(path), "unix:uid");
    }

    int uid() {
        return uid;
    }

    /** Calls that change something, in order. */
    List<String> changes() {
        return tools.calls().stream()
                .filter(
                        call -> !call.matches(
                                "(getent|systemctl is-|service cloud-init|getenforce|useradd -D|sshd -|dmidecode|visudo|modprobe).*"))
                .toList();
    }

    /** Plays the runner of commands. */
    private final class Commands implements CommandRunner {
        @Override
        public Future<CommandEnd> run(ShellCommand command, Runnable started) {
            live();
            commandLines.add(command.line());
            commandsRun.add(command);
            try {
                Files.createDirectories(command.operation());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            started.run();
            Promise<CommandEnd> end = Promise.promise();
            timers.after(Duration.ofSeconds(2), () -> end.complete(customDataEnd));
            return end.future();
        }

        @Override
        public Future<CommandEnd> takeUp(Path operation, Duration remaining) {
            live();
            return Future.succeededFuture(customDataEnd);
        }

        @Override
        public void forget(Path operation) {
            disk.discard(operation);
        }
    }
}
