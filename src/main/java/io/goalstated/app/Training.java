package io.goalstated.app;

import io.goalstated.daemon.Setup;
import io.goalstated.platform.Disk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The run that teaches the class archive what the daemon loads: the daemon itself, in a scratch directory, against a fake
 * Azure, from its start to the report of one installed extension, the first events it sends, and its orderly end. The fake
 * Azure is a process of its own ({@link TrainingGround}): its classes in the archive would cost every daemon memory. It is
 * over after {@value #LIMIT_SECONDS} seconds at the latest: a training that hangs would hang the build.
 */
public final class Training {
    private static final int LIMIT_SECONDS = 60;

    private Training() {}

    /** Ends the process: with 0 when the daemon did all that, so that the archive is worth keeping. */
    public static void main(String[] arguments) throws IOException {
        Path root = Files.createTempDirectory("goalstated-training");
        System.setProperty(Setup.REHEARSAL, "true");
        likeThisMachine(root);
        List<String> words = new ArrayList<>(List.of("run", "--root=" + root, "--set=Provisioning.Agent=disabled"));
        Process ground = startGround();
        haltAfterLimit(() -> clearUp(ground, root));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clearUp(ground, root), "training-end"));
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(ground.getInputStream(), StandardCharsets.UTF_8));
        for (String answer = answers.readLine();
                answer != null && !answer.equals(TrainingGround.OPEN);
                answer = answers.readLine()) {
            words.add("--set=" + answer);
        }
        Main.main(words.toArray(String[]::new));
    }

    /** What the daemon does for a machine depends on its distribution. */
    private static void likeThisMachine(Path root) throws IOException {
        Path release = Path.of("/etc/os-release");
        if (Files.isReadable(release)) {
            Disk disk = new Disk();
            disk.createDirectory(root.resolve("etc"), Disk.PUBLIC_DIRECTORY);
            disk.createFile(root.resolve("etc/os-release"), Files.readString(release), Disk.PUBLIC);
        }
    }

    private static Process startGround() throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingGround.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void clearUp(Process ground, Path root) {
        ground.destroy();
        try {
            new Disk().deleteTree(root);
        } catch (IOException e) {
            System.err.println("goalstated: the training run leaves " + root + " behind: " + e.getMessage());
        }
    }

    /** Halts, since a daemon that hangs may hang on its way out as well; what an orderly end clears up is done before. */
    private static void haltAfterLimit(Runnable clearUp) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.currentThread().join(LIMIT_SECONDS * 1_000L);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    System.err.println("goalstated: the training run took longer than " + LIMIT_SECONDS + " s");
                    clearUp.run();
                    Runtime.getRuntime().halt(1);
                },
                "training-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
