package io.goalstated.daemon;

import io.goalstated.lab.Addresses;
import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.Published;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A VM and its Azure for one operation, again and again from the same state:
 *
 * <pre>
 * directory/
 *   root/      the VM's file system, below which the agent lives
 *   before/    how it was before the operation
 * </pre>
 */
final class CrashScene implements AutoCloseable {
    /** A loaded machine has been seen to need more than one. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration SURVIVAL = Duration.ofMillis(400);

    private final LifecycleOperation operation;
    private final Path root;
    private final Path before;
    private final Path hold;
    private final Vertx vertx = EventLoop.start();
    private final FakeAzure azure;
    private final String goalState;

    /** Brings the VM to the state before the operation, and has Azure ask for the one after it. */
    CrashScene(LifecycleOperation operation, Path directory, List<ExtensionPackage> packages) throws Exception {
        this.operation = operation;
        this.root = Files.createDirectories(directory.resolve("root"));
        this.before = directory.resolve("before");
        this.hold = root.resolve("var/log/azure/" + operation.handler() + "/hold");
        this.azure = get(FakeAzure.start(vertx));
        packages.forEach(azure::offer);
        String first = publish(operation.before());
        Life life = new Life(root, azure.addresses(), new Mortality(Mortality.IMMORTAL, hold), first, List.of());
        life.concluded().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        life.stop();
        Files.createDirectories(hold.getParent());
        for (String handler : List.of(operation.handler(), CrashPackages.OTHER)) {
            Files.deleteIfExists(root.resolve("var/log/azure/" + handler + "/trace"));
        }
        copy(root, before);
        this.goalState = publish(operation.after());
    }

    private String publish(Goal goal) {
        Published published = operation.fastTrack()
                ? azure.publish(goal).viaFastTrack()
                : azure.publish(goal).viaFabric();
        return operation.fastTrack() ? "etag_" + published.etag() : "incarnation_" + published.incarnation();
    }

    Path root() {
        return root;
    }

    Addresses addresses() {
        return azure.addresses();
    }

    /** From now on commands take a while. */
    void slow() throws IOException {
        Files.createFile(hold.resolveSibling("slow"));
    }

    /** How many steps an agent takes that nobody disturbs. */
    int steps() throws Exception {
        restore();
        Mortality mortality = new Mortality(Mortality.IMMORTAL, hold);
        Life life = live(mortality);
        awaitDeathOrEnd(mortality, life);
        int steps = mortality.steps();
        life.stop();
        return steps;
    }

    /** The agent dies before its n-th step, the next one lives. Returns what is wrong then. */
    Verdict run(int step) throws Exception {
        restore();
        Mortality mortality = new Mortality(step, hold);
        Life first = live(mortality);
        awaitDeathOrEnd(mortality, first);
        String death = mortality.death().getNow("after its last step");
        first.end();
        List<String> problems = new ArrayList<>();
        Life second = live(new Mortality(Mortality.IMMORTAL, hold));
        if (Files.exists(hold)) {
            problems.addAll(survive());
        }
        problems.addAll(awaitEndOf(second));
        second.stop();
        problems.addAll(problems(2));
        return new Verdict(operation.name(), step, death.replace(root.toString(), ""), problems);
    }

    /**
     * The agent dies before its n-th step, the next one, which takes up what that one has left, before its m-th, and the
     * third lives. Empty when the second comes through with fewer steps.
     */
    Optional<Verdict> run(int step, int stepOfTheNext) throws Exception {
        restore();
        List<String> problems = new ArrayList<>();
        String death = die(new Mortality(step, hold), problems).orElse("after its last step");
        Optional<String> again = die(new Mortality(stepOfTheNext, hold), problems);
        if (again.isEmpty()) {
            return Optional.empty();
        }
        Life third = live(new Mortality(Mortality.IMMORTAL, hold));
        if (Files.exists(hold)) {
            problems.addAll(survive());
        }
        problems.addAll(awaitEndOf(third));
        third.stop();
        problems.addAll(problems(3));
        String both = death + ", and the next before " + again.get() + " (#" + stepOfTheNext + ")";
        return Optional.of(new Verdict(operation.name(), step, both.replace(root.toString(), ""), problems));
    }

    /** One life, and how it ends; empty when it does not. */
    private Optional<String> die(Mortality mortality, List<String> problems) throws Exception {
        boolean survivor = Files.exists(hold);
        Life life = live(mortality);
        if (survivor) {
            problems.addAll(survive());
        }
        awaitDeathOrEnd(mortality, life);
        life.end();
        return mortality.isDead() ? Optional.of(mortality.death().join()) : Optional.empty();
    }

    record Verdict(String operation, int step, String death, List<String> problems) {
        @Override
        public String toString() {
            return operation + " #" + step + ", killed before " + death + ": " + String.join("; ", problems);
        }
    }

    private Life live(Mortality mortality) {
        return new Life(root, azure.addresses(), mortality, goalState, List.of());
    }

    /** While the command of the dead agent still runs, no other may start. */
    private List<String> survive() throws Exception {
        Path trace = hold.resolveSibling("trace");
        Instant until = Instant.now().plus(SURVIVAL);
        while (Instant.now().isBefore(until)) {
            Thread.sleep(10);
        }
        long begun = Files.exists(trace)
                ? Files.readAllLines(trace).stream()
                        .filter(line -> line.startsWith("begin"))
                        .count()
                : 0;
        long ended = Files.exists(trace)
                ? Files.readAllLines(trace).stream()
                        .filter(line -> line.startsWith("end"))
                        .count()
                : 0;
        Files.delete(hold);
        return begun - ended > 1 ? List.of("a second command was started beside the survivor") : List.of();
    }

    private void awaitDeathOrEnd(Mortality mortality, Life life) throws ExecutionException, InterruptedException {
        try {
            CompletableFuture.anyOf(mortality.death(), end(life)).get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(operation.name() + ": neither death nor end: " + seen(life), e);
        }
    }

    private String seen(Life life) {
        return life + "; last report " + azure.statuses().last().map(StatusReport::handlers);
    }

    private List<String> awaitEndOf(Life life) {
        try {
            awaitEnd(life);
            return List.of();
        } catch (TimeoutException | ExecutionException e) {
            return List.of("hangs: " + seen(life));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd(Life life) throws ExecutionException, InterruptedException, TimeoutException {
        end(life).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The goal state is carried out, and Azure knows. */
    private CompletableFuture<?> end(Life life) {
        return life.concluded().thenCompose(view -> told(life.began).toCompletionStage());
    }

    /** Azure is told by an agent that was started at that time that everything is done, and how it ended. */
    Future<StatusReport> told(Instant since) {
        Predicate<StatusReport> wanted = operation.reported();
        return azure.awaitStatus(
                report -> report.time().isAfter(since)
                        && wanted.test(report)
                        && report.handlerStatus(CrashPackages.OTHER).equals("Ready")
                        && report.document()
                                .path("aggregateStatus")
                                .path("vmArtifactsAggregateStatus")
                                .has("goalStateAggregateStatus"),
                PATIENCE);
    }

    /** After that many lives. */
    List<String> problems(int lives) throws IOException {
        return new CrashChecks(operation, root, before, lives).problems();
    }

    private static <T> T get(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void restore() throws IOException {
        new Disk().deleteTree(root);
        copy(before, root);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(path) || Files.isDirectory(path)) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            get(azure.close());
            get(vertx.close());
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new IOException("the fake Azure does not close", e);
        }
    }
}
