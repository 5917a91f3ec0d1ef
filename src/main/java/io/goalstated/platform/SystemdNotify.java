package io.goalstated.platform;

import io.vertx.core.Future;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd how the daemon is (spec 04 OPS-5, OPS-6). The JDK has no Unix datagram socket, so the program
 * {@code systemd-notify} does it; the unit says {@code NotifyAccess=all}. Without {@code NOTIFY_SOCKET} nothing happens.
 */
public final class SystemdNotify {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/systemd-notify"), Path.of("/bin/systemd-notify"));
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Offload offload;
    private final Optional<String> socket;
    private final List<Path> programs;

    public SystemdNotify(Map<String, String> environment, Offload offload) {
        this(environment, offload, PROGRAMS);
    }

    SystemdNotify(Map<String, String> environment, Offload offload, List<Path> programs) {
        this.socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(path -> !path.isEmpty());
        this.offload = offload;
        this.programs = List.copyOf(programs);
    }

    /** The start is over. Whether systemd was told. */
    public Future<Boolean> ready() {
        return tell("READY=1");
    }

    /** The stop has begun. Whether systemd was told. */
    public Future<Boolean> stopping() {
        return tell("STOPPING=1");
    }

    /** The event loop turns. Whether systemd was told. */
    public Future<Boolean> alive() {
        return tell("WATCHDOG=1");
    }

    private Future<Boolean> tell(String state) {
        if (socket.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return offload.run(() -> run(socket.get(), state));
    }

    private boolean run(String path, String state) throws Exception {
        for (Path program : programs) {
            if (Files.isExecutable(program)) {
                File nothing = new File("/dev/null");
                ProcessBuilder builder = new ProcessBuilder(program.toString(), state)
                        .redirectInput(nothing)
                        .redirectOutput(nothing)
                        .redirectError(nothing);
                builder.environment().clear();
                builder.environment().put("NOTIFY_SOCKET", path);
                Process process = Descriptors.start(builder);
                if (process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    return process.exitValue() == 0;
                }
                process.destroyForcibly();
                return false;
            }
        }
        return false;
    }
}
