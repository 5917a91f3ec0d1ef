package io.goalstated.app;

import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import io.goalstated.platform.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The fake Azure of the {@link Training}: says where it is as settings of the daemon, asks for one extension over each of
 * the channels, with settings to decrypt and a signature to verify, and stops its parent process, the daemon, as systemd would
 * once that is reported and the daemon has sent its first events.
 */
final class TrainingGround {
    /** The line behind the settings. */
    static final String OPEN = "open";

    private static final int LIMIT_SECONDS = 40;
    private static final String SAMPLE = "Contoso.Samples.Hello";
    private static final String VERSION = "1.0.0";

    private TrainingGround() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = EventLoop.start();
        try {
            serve(vertx);
        } finally {
            // Whatever happened: an open Vert.x would keep the process for ever.
            await(vertx.close());
        }
    }

    private static void serve(Vertx vertx) throws Exception {
        FakeAzure azure = await(FakeAzure.start(vertx));
        azure.offer(image().resolve("extension-samples/shell-hello"), VERSION);
        azure.publish(goal(0)).viaFabric();
        Addresses at = azure.addresses();
        System.out.println("Protocol.WireServer=" + at.wire());
        System.out.println("Protocol.HostPlugin=" + at.hostPlugin());
        System.out.println("Protocol.Imds=" + at.imds());
        System.out.println(OPEN);
        // When that does not come, this process fails, and the training's own limit ends a daemon that nothing is kept
        // of.
        await(azure.awaitStatus(report -> isSuccess(report, 0)));
        azure.publish(goal(1)).viaFastTrack();
        await(azure.awaitStatus(report -> isSuccess(report, 1)));
        await(azure.awaitEvent(event -> true));
        ProcessHandle.current().parent().ifPresent(ProcessHandle::destroy);
    }

    private static Goal goal(int sequence) {
        return Goal.of(WantedHandler.of(SAMPLE, VERSION)
                .sequence(sequence)
                .publicSettings("{\"name\":\"training\"}")
                .protectedSettings("{}")
                .signed());
    }

    private static boolean isSuccess(StatusReport report, int sequence) {
        return report.extensionStatus(SAMPLE).equals("success") && report.sequenceNumber(SAMPLE) == sequence;
    }

    /** The image that the jar lies in: {@code lib/goalstated.jar} is the whole class path. */
    private static Path image() {
        return Path.of(System.getProperty("java.class.path"))
                .toAbsolutePath()
                .resolve("../..")
                .normalize();
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
