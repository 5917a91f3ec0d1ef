package io.goalstated.environment.resource;

import io.goalstated.environment.resource.DiskFacts.Formatting;
import io.goalstated.environment.resource.DiskFacts.NtfsFiles;
import io.goalstated.environment.resource.DiskStep.Format;
import io.goalstated.environment.resource.DiskStep.LeaveAlone;
import io.goalstated.environment.resource.DiskStep.LookInto;
import io.goalstated.environment.resource.DiskStep.Mount;
import io.goalstated.environment.resource.DiskStep.Repartition;
import io.goalstated.environment.resource.DiskStep.Reread;
import io.goalstated.environment.resource.DiskStep.Retype;
import io.goalstated.environment.resource.DiskStep.Try;
import io.goalstated.environment.resource.DiskStep.Use;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the resource disk ready, at every start, by whatever steps it needs (spec 03 §5). */
public final class ResourceDisk {
    static final String README = "DATALOSS_WARNING_README.txt";

    private static final Duration MKFS_LIMIT = Duration.ofMinutes(15);
    private static final Duration NODE_PAUSE = Duration.ofSeconds(5);
    private static final int NODE_PAUSES = 5;
    private static final int MAX_STEPS = 16;
    private static final int MAX_BYTES = 1 << 20;
    private static final String LINUX_TYPE = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
    private static final String WARNING_TEXT = """
        WARNING: THIS IS A TEMPORARY DISK.

        Whatever is stored here CAN BE LOST AT ANY TIME: when the virtual machine is moved to another host, resized, stopped or
        redeployed. Lost data cannot be recovered.

        Do not keep personal or application data on this disk.
        """;

    private final Shell shell;
    private final ResourceDiskSettings settings;
    private final DiskDecision decision;
    private final DiskObserver observer;
    private final Peek peek;
    private final FormattingNote note;
    private final List<String> done = new ArrayList<>();
    private Optional<NtfsFiles> files = Optional.empty();
    private Optional<Boolean> whole = Optional.empty();
    private Optional<Timers.Timer> timer = Optional.empty();

    /** What the work is done with. */
    public record Shell(Timers timers, Offload offload, Disk disk, SystemRoot root, Path library, Tools tools) {}

    /**
     * How it ended.
     *
     * @param mountPoint where the disk can be used
     * @param done what was changed, for people
     * @param problem for people
     */
    public record Outcome(Optional<String> mountPoint, List<String> done, Optional<String> problem) {
        public Outcome {
            done = List.copyOf(done);
        }
    }

    public ResourceDisk(Shell shell, ResourceDiskSettings settings) {
        this.shell = shell;
        this.settings = settings;
        this.decision = new DiskDecision(settings);
        this.observer = new DiskObserver(shell.disk(), shell.root(), shell.tools());
        this.peek = new Peek(shell.disk(), shell.root(), shell.tools());
        this.note = new FormattingNote(shell.disk(), shell.library());
    }

    /** The kernel's name of the resource disk, for instance {@code sdb}. Blocks. */
    public static Optional<String> find(Disk disk, SystemRoot root) throws IOException {
        return new DiskSearch(disk, root).find();
    }

    /** Does it; what goes wrong is in the outcome. Once only. */
    public Future<Outcome> prepare() {
        Optional<String> unusable = settings.problem();
        if (unusable.isPresent()) {
            return Future.succeededFuture(outcome(Optional.empty(), unusable));
        }
        return attempt(0)
                .recover(cause -> Future.succeededFuture(
                        outcome(Optional.empty(), Optional.of(String.valueOf(cause.getMessage())))));
    }

    public void stop() {
        timer.ifPresent(Timers.Timer::cancel);
    }

    private Future<Outcome> attempt(int pauses) {
        return shell.offload().run(this::work).compose(end -> {
            if (end.isPresent()) {
                return Future.succeededFuture(end.get());
            }
            if (pauses == NODE_PAUSES) {
                return Future.succeededFuture(
                        outcome(Optional.empty(), Optional.of("the kernel does not show the new partition")));
            }
            Promise<Void> over = Promise.promise();
            timer = Optional.of(shell.timers().after(NODE_PAUSE, over::complete));
            return over.future().compose(paused -> attempt(pauses + 1));
        });
    }

    /** Step after step; empty when the kernel needs a while to see a partition. */
    private Optional<Outcome> work() throws IOException {
        peek.endEarlier(observer.mounts());
        Optional<String> name = new DiskSearch(shell.disk(), shell.root()).find();
        if (name.isEmpty()) {
            return Optional.of(outcome(Optional.empty(), Optional.of("unable to detect disk topology")));
        }
        String device = "/dev/" + name.get();
        String fstab = shell.disk()
                .readText(shell.root().resolve("/etc/fstab"), MAX_BYTES)
                .orElse("");
        if (FstabEntries.claim(fstab, device, settings.mountPoint())) {
            done.add("left to /etc/fstab");
            return Optional.of(outcome(Optional.empty(), Optional.empty()));
        }
        for (int i = 0; i < MAX_STEPS; i++) {
            DiskFacts facts = observer.observe(name.get(), note.read()).with(files, whole);
            DiskStep step = decision.next(facts);
            if (step instanceof Use use) {
                return Optional.of(use(use.mountPoint()));
            }
            if (step instanceof LeaveAlone left) {
                return Optional.of(leave(left));
            }
            if (step instanceof Reread reread && !reread(device, reread.node())) {
                return Optional.empty();
            }
            carryOut(step, facts);
        }
        throw new IOException(device + " does not become what it should");
    }

    private void carryOut(DiskStep step, DiskFacts facts) throws IOException {
        if (step instanceof LookInto look) {
            files = Optional.of(peek.ntfs(look.node()));
        } else if (step instanceof Try attempt) {
            whole = Optional.of(peek.isWhole(attempt.node(), attempt.type()));
        } else if (step instanceof Repartition) {
            repartition(facts.device());
        } else if (step instanceof Retype retype) {
            must(ToolCall.of(
                    "sfdisk", "--quiet", "--part-type", facts.device(), Integer.toString(retype.number()), "83"));
            reread(facts.device(), "");
        } else if (step instanceof Format format) {
            format(Formatting.of(facts.table().orElseThrow(), format.partition()));
        } else if (step instanceof Mount mount) {
            mount(mount);
        }
    }

    private void repartition(String device) throws IOException {
        Secret script = Secret.owning(("label: gpt\ntype=" + LINUX_TYPE + "\n").getBytes(StandardCharsets.UTF_8));
        must(ToolCall.of("sfdisk", "--quiet", "--wipe", "always", "--wipe-partitions", "always", device)
                .reading(script));
        done.add("one partition on " + device);
        reread(device, "");
    }

    /**
     * Tells the kernel of the table. Where the kernel has no parsers of partitions only partx brings a node back, and an old one
     * that overlaps must go first.
     */
    private boolean reread(String device, String node) throws IOException {
        run(ToolCall.of("partx", "--update", device));
        if (!node.isEmpty() && !isThere(node)) {
            run(ToolCall.of("partx", "--delete", device));
            run(ToolCall.of("partx", "--add", device));
        }
        run(ToolCall.of("udevadm", "settle", "--timeout=10"));
        return node.isEmpty() || isThere(node);
    }

    private boolean isThere(String node) {
        return shell.disk().exists(shell.root().resolve(node));
    }

    private void format(Formatting formatting) throws IOException {
        note.write(formatting);
        String type = settings.fileSystem();
        String force = type.equals("xfs") || type.equals("btrfs") ? "-f" : "-F";
        ToolEnd end = run(ToolCall.of("mkfs." + type, force, formatting.node()).within(MKFS_LIMIT));
        // Only a formatting that was cut short may be begun again without asking.
        if (end instanceof ToolEnd.Exited) {
            note.crossOut();
        }
        if (!end.isSuccess()) {
            throw new IOException(end.problem());
        }
        done.add("a new " + type + " file system on " + formatting.node());
    }

    private void mount(Mount mount) throws IOException {
        Path place = shell.root().resolve(settings.mountPoint());
        Optional<Path> distrusted = shell.disk().distrusted(shell.root().directory(), place);
        if (distrusted.isPresent()) {
            throw new IOException(distrusted.get() + " is no directory of root's own, so nothing is mounted there");
        }
        shell.disk().createDirectory(place, Disk.PUBLIC_DIRECTORY);
        must(ToolCall.of(
                "mount", "-t", mount.type(), "-o", settings.effectiveOptions(), mount.node(), place.toString()));
        done.add("mounted " + mount.node() + " at " + settings.mountPoint()
                + (mount.type().equals(settings.fileSystem()) ? "" : " as the " + mount.type() + " that it is"));
    }

    private Outcome use(String mountPoint) throws IOException {
        Path place = Path.of(mountPoint);
        if (place.equals(shell.root().resolve(settings.mountPoint()))
                && !shell.disk().exists(place.resolve(README))) {
            try {
                shell.disk().write(place.resolve(README), WARNING_TEXT, Disk.PUBLIC);
            } catch (IOException e) {
                // A disk that its owner mounts read-only is mounted all the same.
                done.add("no warning written: " + e.getMessage());
            }
        }
        note.crossOut();
        if (settings.swapMegabytes().isEmpty()) {
            return outcome(Optional.of(mountPoint), Optional.empty());
        }
        MountTable.Entry entry = observer.mounts().at(mountPoint).orElseThrow();
        Optional<String> problem = new SwapFile(shell.disk(), shell.root(), shell.tools())
                .establish(entry, settings.swapMegabytes().get());
        return outcome(Optional.of(mountPoint), problem.map(text -> "no swap: " + text));
    }

    private Outcome leave(LeaveAlone left) {
        if (!left.isProblem()) {
            done.add("left alone: " + left.reason());
        }
        return outcome(Optional.empty(), left.isProblem() ? Optional.of(left.reason()) : Optional.empty());
    }

    private Outcome outcome(Optional<String> mountPoint, Optional<String> problem) {
        return new Outcome(mountPoint, done, problem);
    }

    private ToolEnd run(ToolCall call) {
        return shell.tools().run(call);
    }

    private void must(ToolCall call) throws IOException {
        ToolEnd end = run(call);
        if (!end.isSuccess()) {
            throw new IOException(end.problem());
        }
    }
}
