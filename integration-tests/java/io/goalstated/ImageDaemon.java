package io.goalstated;

import io.goalstated.lab.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The daemon of the image that the build made, as a process of its own with the environment that a unit gives it. */
public final class ImageDaemon implements AutoCloseable {
    public static final Path IMAGE =
            Path.of(System.getProperty("goalstated.image", "target/goalstated")).toAbsolutePath();

    private static final String UNIT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Path output;

    private ImageDaemon(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param program starts the daemon when the words of {@code goalstated run} follow
     * @param output takes what it prints
     */
    public static ImageDaemon start(List<String> program, Path output, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add("run");
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", UNIT_PATH);
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new ImageDaemon(builder.start(), output);
    }

    /** Leads the daemon to a fake Azure, and keeps it from everything on this machine but extensions. */
    public static List<String> words(Addresses azure) {
        return List.of(
                "--set=Protocol.WireServer=" + azure.wire(),
                "--set=Protocol.HostPlugin=" + azure.hostPlugin(),
                "--set=Protocol.Imds=" + azure.imds(),
                "--set=Provisioning.Agent=disabled",
                "--set=Provisioning.MonitorHostName=n",
                "--set=OS.EnableFirewall=n");
    }

    /** The first process below the one that was started: what {@code unshare} made its other half of. */
    ProcessHandle firstChild() {
        return process.children().findFirst().orElseThrow(() -> new AssertionError("the daemon has ended"));
    }

    /** What it printed, for messages of failed checks. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    /** As {@code kill -9}: it gets no word in. What extensions do goes on. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As {@code systemctl stop}: the daemon is asked, and whatever was put around it ends with it. */
    @Override
    public void close() {
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ImageDaemon::isJava)
                .forEach(ProcessHandle::destroy);
        try {
            process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
            throw new AssertionError("the daemon did not end within " + STOP_SECONDS + " s of SIGTERM", e);
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }
}
