package io.goalstated.soak;

import io.goalstated.lab.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The whole daemon in a process of its own, with the memory limits that the launcher sets, from the tests' class path. */
public final class ChildAgent implements AutoCloseable {
    private static final List<String> LIMITS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss256k",
            "-Xms8m",
            "-Xmn4m",
            "-Xmx48m",
            "-XX:ReservedCodeCacheSize=24m",
            "-XX:MaxMetaspaceSize=80m",
            "-XX:MaxDirectMemorySize=16m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:TrimNativeHeapInterval=60000",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:-MaxFDLimit",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dvertx.disableFileCaching=true",
            "-Dvertx.disableFileCPResolving=true");
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path output;

    private ChildAgent(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static ChildAgent start(Path directory, Addresses azure) throws IOException {
        List<String> command = words("run");
        command.add("--root=" + directory.resolve("root"));
        command.addAll(List.of(
                "--set=Protocol.WireServer=" + azure.wire(),
                "--set=Protocol.HostPlugin=" + azure.hostPlugin(),
                "--set=Protocol.Imds=" + azure.imds(),
                "--set=Provisioning.Agent=disabled",
                "--set=Provisioning.MonitorHostName=n",
                "--set=OS.EnableFirewall=n"));
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Files.createDirectories(directory.resolve("root"));
        return new ChildAgent(builder.start(), output);
    }

    /** The command line of the program with these words. */
    public static List<String> words(String... words) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(LIMITS);
        command.addAll(List.of("-cp", classPath(), "io.goalstated.app.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** Surefire's own class path is a jar that names the real one. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** What it printed, for messages of failed checks. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** As kill -9. Returns once it is dead. */
    public void kill() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** As systemctl stop; nothing when it has ended already. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly().onExit().join();
            throw new AssertionError("the agent did not end within " + STOP_SECONDS + " s of SIGTERM", e);
        }
    }
}
