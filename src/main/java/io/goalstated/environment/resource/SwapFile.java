package io.goalstated.environment.resource;

import io.goalstated.environment.resource.SwapDecision.Answer;
import io.goalstated.environment.resource.SwapDecision.Facts;
import io.goalstated.environment.resource.SwapDecision.Step;
import io.goalstated.platform.Disk;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The swap file on the resource disk. Its size tells whether it is whole: it grows to it with what is written. Nothing is put into
 * fstab; each start switches it on again. Blocks, for as long as writing the file takes.
 */
final class SwapFile {
    private static final int CHUNK = 1 << 20;
    private static final int MAX_BYTES = 1 << 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Disk disk;
    private final SystemRoot root;
    private final Tools tools;

    SwapFile(Disk disk, SystemRoot root, Tools tools) {
        this.disk = disk;
        this.root = root;
        this.tools = tools;
    }

    /**
     * Has a file of that size there, in use.
     *
     * @return what is wrong; empty when nothing is
     */
    Optional<String> establish(MountTable.Entry place, int megabytes) throws IOException {
        Path directory = Path.of(place.mountPoint());
        Path file = directory.resolve("swapfile");
        Answer answer = SwapDecision.decide(facts(file, directory, place), megabytes);
        if (!answer.refusal().isEmpty()) {
            return Optional.of(answer.refusal());
        }
        for (Step step : answer.steps()) {
            Optional<String> problem = carryOut(step, file, place, megabytes);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Facts facts(Path file, Path directory, MountTable.Entry place) throws IOException {
        Optional<FileStamp> stamp = disk.stamp(file);
        boolean regular = stamp.filter(FileStamp::regular).isPresent();
        String swaps = disk.readText(root.resolve(Swaps.FILE), MAX_BYTES).orElse("");
        return new Facts(
                stamp.map(FileStamp::size).orElse(-1L),
                regular,
                Swaps.parse(swaps).has(file.toString()),
                regular && disk.isClosed(file),
                disk.usableSpace(directory),
                disk.totalSpace(directory),
                place.type().equals("btrfs") && place.options().contains("compress"));
    }

    private Optional<String> carryOut(Step step, Path file, MountTable.Entry place, int megabytes) throws IOException {
        return switch (step) {
            case SWITCH_OFF -> run(ToolCall.of("swapoff", file.toString()));
            case DELETE -> {
                disk.delete(file);
                yield Optional.empty();
            }
            case WRITE -> write(file, place, megabytes);
            case CLOSE -> {
                disk.setMode(file, Disk.PRIVATE);
                yield Optional.empty();
            }
            case SWITCH_ON ->
                run(ToolCall.of("mkswap", file.toString())).or(() -> run(ToolCall.of("swapon", file.toString())));
        };
    }

    /** Zeros, not a promise of room: the kernel refuses to swap to a file with holes. */
    private Optional<String> write(Path file, MountTable.Entry place, int megabytes) throws IOException {
        if (place.type().equals("btrfs")) {
            disk.create(file, Disk.PRIVATE).close();
            Optional<String> problem = run(ToolCall.of("chattr", "+C", file.toString()));
            if (problem.isPresent()) {
                return problem;
            }
            try (FileChannel channel = disk.openForWriting(file)) {
                zeros(channel, megabytes);
                channel.force(true);
            }
            return Optional.empty();
        }
        disk.fill(file, Disk.PRIVATE, channel -> zeros(channel, megabytes));
        return Optional.empty();
    }

    private static void zeros(WritableByteChannel channel, int megabytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
        for (int i = 0; i < megabytes; i++) {
            zeros.clear();
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        }
    }

    private Optional<String> run(ToolCall call) {
        ToolEnd end = tools.run(call.within(LIMIT));
        return end.isSuccess() ? Optional.empty() : Optional.of(end.problem());
    }
}
