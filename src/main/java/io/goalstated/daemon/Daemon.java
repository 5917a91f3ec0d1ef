package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigWarning;
import io.goalstated.config.Configuration;
import io.goalstated.log.Logging;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.ConfigurationInForce;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.FileTrouble;
import io.goalstated.platform.InstanceLock;
import io.goalstated.platform.OriginalEnvironment;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.Signals;
import io.goalstated.platform.SystemRoot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code goalstated run}: from the process's start to its end. */
public final class Daemon {
    private static final int OK = 0;
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 4;
    private static final int TERMINATED = 143;

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final DaemonOptions options;
    private final SystemRoot root;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private Daemon(DaemonOptions options) {
        this.options = options;
        this.root = options.root().map(SystemRoot::new).orElse(SystemRoot.REAL);
    }

    /** Runs until a signal ends it; the result is the process's exit code. */
    public static int run(List<String> words) {
        try {
            return new Daemon(DaemonOptions.parse(words)).run();
        } catch (DaemonOptions.BadUsage e) {
            System.err.println("goalstated run: " + e.getMessage());
            return USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILURE;
        }
    }

    private static void aside(Runnable work) {
        new Thread(work, "loop-start").start();
    }

    private int run() throws InterruptedException {
        // Making the loop takes half of the start: it is made while the configuration is read.
        CompletableFuture<Vertx> loop = CompletableFuture.supplyAsync(EventLoop::start, Daemon::aside);
        Disk disk = new Disk();
        ConfigurationReader reader =
                new ConfigurationReader(root, disk, options.configuration(), System.getenv(), options.settings());
        ConfigurationReader.Reading reading = reader.read();
        Logging logging = Logging.ofThisProcess();
        LogSetup logSetup = new LogSetup(root, disk, options.verbose());
        logging.use(logSetup.of(reading.configuration()));
        Signals.on(Signals.Name.HUP, logging::reopen);
        try (InstanceLock lock = lock(disk, reading.configuration())) {
            return run(lock, reading, loop, logSetup, reader);
        } catch (AlreadyRunning e) {
            System.err.println("goalstated run: another goalstated runs on " + root.directory()
                    + "; stop it first (systemctl stop goalstated), or give this one a --root of its own");
            return InstanceLock.ALREADY_RUNNING;
        } catch (AccessDeniedException e) {
            System.err.println("goalstated run: " + FileTrouble.denied(e, ProcessOwner.number(), true));
            return NOT_PERMITTED;
        } catch (IOException e) {
            System.err.println("goalstated run: cannot take the lock: " + FileTrouble.text(e));
            return FAILURE;
        } finally {
            logging.close();
        }
    }

    private static final class AlreadyRunning extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private InstanceLock lock(Disk disk, Configuration configuration) throws IOException {
        return InstanceLock.acquire(root, disk, root.resolve(configuration.get(AgentKeys.PID_FILE)))
                .orElseThrow(AlreadyRunning::new);
    }

    private int run(
            InstanceLock held,
            ConfigurationReader.Reading reading,
            CompletableFuture<Vertx> loop,
            LogSetup logSetup,
            ConfigurationReader reader)
            throws InterruptedException {
        LOG.debug("holding {}", held);
        tell(reading);
        Signals.on(Signals.Name.TERM, this::endOrHalt);
        Signals.on(Signals.Name.INT, this::endOrHalt);
        ConfigurationInForce inForce = new ConfigurationInForce(reading.configuration());
        Reloading reloading = new Reloading(reader, inForce, reading);
        reloading.remember(reading);
        Setup setup = setup(inForce);
        Vertx vertx = loop.join();
        AgentSeat seat = new AgentSeat(vertx, () -> end.complete(OK));
        Signals.on(Signals.Name.HUP, () -> reload(logSetup, inForce, reloading, vertx, seat));
        // Composed, so that what is thrown ends the process as well.
        vertx.runOnContext(ignored ->
                Future.succeededFuture().compose(begun -> seat.take(setup)).onFailure(this::cannotStart));
        EventLoop.prepareConnecting(vertx);
        int code = end.join();
        stop(vertx, seat, inForce.current().get(AgentKeys.GRACE_PERIOD));
        return code;
    }

    /** A refusal says in its message what to do; of anything else the place is needed. */
    private void cannotStart(Throwable failure) {
        if (failure instanceof IOException) {
            LOG.error("the agent cannot start: {}", failure.getMessage());
        } else {
            LOG.error("the agent cannot start: {}", failure.getMessage(), failure);
        }
        end.complete(FAILURE);
    }

    /** Whoever rotates the log says so in the same way; both then find what they want. */
    private static void reload(
            LogSetup logSetup, ConfigurationInForce inForce, Reloading reloading, Vertx vertx, AgentSeat seat) {
        Logging logging = Logging.ofThisProcess();
        logging.reopen();
        if (reloading.reload()) {
            logging.use(logSetup.of(inForce.current()));
        }
        vertx.runOnContext(ignored -> seat.reconfigured());
    }

    /** The first signal asks for an orderly end, the second one does not wait for it (OPS-15). */
    private void endOrHalt() {
        if (!end.complete(OK)) {
            Runtime.getRuntime().halt(TERMINATED);
        }
    }

    private Setup setup(ConfigurationInForce inForce) {
        return new Setup(
                root,
                inForce,
                options.configuration().map(Path::toString).orElse("/etc/waagent.conf"),
                OriginalEnvironment.of(System.getenv()),
                AgentVersion.current(),
                Optional.empty(),
                options.media());
    }

    private static void tell(ConfigurationReader.Reading reading) {
        reading.degradations().forEach(problem -> LOG.warn("configuration: {}", problem));
        for (ConfigWarning warning : reading.configuration().warnings()) {
            LOG.warn("configuration: {}", warning);
        }
    }

    /** In the reverse order of the start, and within a limit: a stop that hangs would be a kill later. */
    private static void stop(Vertx vertx, AgentSeat seat, Duration grace) throws InterruptedException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            Future<Void> stopped = seat.stop();
            // Not composed: the loop that would deliver the result is what is closed here.
            stopped.onComplete(done -> vertx.close().onComplete(gone -> closed.complete(null)));
        });
        try {
            closed.get(grace.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the agent did not stop within {} s", grace.toSeconds());
        }
    }
}
