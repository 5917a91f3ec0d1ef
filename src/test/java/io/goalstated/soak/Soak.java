package io.goalstated.soak;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Fault;
import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Round after round: trouble begins, a change is published in the midst of it, trouble ends, and the agent must have
 * carried the change out and reported it before the next round.
 */
final class Soak {
    /** The longest pauses that the agent makes after failures, and what a slow machine adds. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final int LONGEST_TROUBLE_MILLIS = 2500;
    /** An extension whose package could not be had is asked for again, as an owner would. */
    private static final int MOST_REQUESTS = 4;

    private final FakeAzure azure;
    private final ChildAgent agent;
    private final SoakHandler handler;
    private final Random random;
    private final Troubles troubles;
    private final Vitals vitals;
    private final Reports reports;
    private final List<Integer> converged = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long faults;
    private int number;
    /** The number by which reports name the goal that was published last. */
    private int reportedAs;

    private int version = 1;

    Soak(FakeAzure azure, ChildAgent agent, Path directory, long seed) {
        this.azure = azure;
        this.agent = agent;
        this.handler = new SoakHandler(directory);
        this.random = new Random(seed);
        this.troubles = new Troubles(random);
        this.vitals = new Vitals(agent.pid());
        this.reports = new Reports(azure);
    }

    /** One change without any trouble, so that the agent is known to be well. */
    void settle() throws Exception {
        change("no trouble", List.of());
    }

    void round() throws Exception {
        List<Trouble> chosen = new ArrayList<>(List.of(troubles.next()));
        if (random.nextInt(4) == 0) {
            chosen.add(troubles.next());
        }
        change(chosen.toString(), chosen);
        vitals.sample();
    }

    private void change(String name, List<Trouble> chosen) throws Exception {
        for (Trouble trouble : chosen) {
            await(trouble.begins().on(azure), Duration.ofSeconds(10));
        }
        publish();
        if (!chosen.isEmpty()) {
            rest(random.nextInt(LONGEST_TROUBLE_MILLIS));
        }
        for (Trouble trouble : chosen) {
            await(trouble.ends().on(azure), Duration.ofSeconds(10));
        }
        faults += Math.max(
                chosen.size(), azure.faults().stream().mapToInt(Fault::hits).sum());
        azure.clearFaults();
        converge(name);
        reports.read();
    }

    private void publish() {
        number++;
        if (random.nextInt(8) == 0) {
            version = 3 - version;
        }
        WantedHandler wanted =
                WantedHandler.of(SoakHandler.NAME, version + ".0.0").sequence(number);
        if (random.nextBoolean()) {
            wanted = wanted.protectedSettings("{\"number\": " + number + "}");
        }
        if (random.nextBoolean()) {
            azure.publish(Goal.of(wanted)).viaFabric();
            reportedAs = azure.incarnation();
        } else {
            azure.publish(Goal.of(wanted)).viaFastTrack();
            // The platform's count of goals is one ahead: it begins with an empty one.
            reportedAs = number + 1;
        }
    }

    private void converge(String name) throws Exception {
        for (int request = 1; request <= MOST_REQUESTS; request++) {
            if (!isRefused(name)) {
                return;
            }
            publish();
        }
        lost.add(number + " was refused " + MOST_REQUESTS + " times: " + name);
    }

    /** Waits for the result; whether it was that the extension cannot be had, which the agent rightly does not retry. */
    private boolean isRefused(String name) throws Exception {
        int wanted = number;
        try {
            StatusReport report = await(
                    azure.awaitStatus(it -> hasSucceeded(it, wanted) || hasFailed(it), PATIENCE),
                    PATIENCE.plusSeconds(5));
            if (hasSucceeded(report, wanted)) {
                converged.add(wanted);
                return false;
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            lost.add(wanted + " after " + name + ": " + e.getMessage());
            return false;
        }
    }

    private static boolean hasSucceeded(StatusReport report, int number) {
        return report.sequenceNumber(SoakHandler.NAME) == number
                && report.extensionStatus(SoakHandler.NAME).equals("success");
    }

    private boolean hasFailed(StatusReport report) {
        String code = report.handler(SoakHandler.NAME)
                .map(handler -> handler.path("code").asText("0"))
                .orElse("0");
        return report.goalState().path("inSvdSeqNo").asText().equals(Integer.toString(reportedAs))
                && (!code.equals("0")
                        || report.extensionStatus(SoakHandler.NAME).equals("error"));
    }

    private static void rest(int millis) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    private static <T> T await(Future<T> future, Duration limit) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    int changes() {
        return converged.size();
    }

    List<String> lost() {
        return List.copyOf(lost);
    }

    List<String> brokenReports() {
        return reports.faults();
    }

    /** What the extension was enabled with that it should not have been, or not been with that it should. */
    List<String> wrongCommands() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Integer> enabled = handler.enabled();
        for (int i = 1; i < enabled.size(); i++) {
            if (enabled.get(i) < enabled.get(i - 1)) {
                wrong.add(enabled.get(i) + " enabled after " + enabled.get(i - 1));
            }
        }
        converged.stream().filter(it -> !enabled.contains(it)).forEach(it -> wrong.add(it + " never enabled"));
        return wrong;
    }

    Vitals vitals() {
        return vitals;
    }

    boolean isAgentAlive() {
        return agent.isAlive();
    }

    String summary() {
        return "%d faults survived, %d changes converged, %d lost, %d reports, memory %d..%d MiB, descriptors %d..%d, threads %d..%d"
                .formatted(
                        faults,
                        converged.size(),
                        lost.size(),
                        reports.count(),
                        vitals.memory().getMin(),
                        vitals.memory().getMax(),
                        vitals.descriptors().getMin(),
                        vitals.descriptors().getMax(),
                        vitals.threads().getMin(),
                        vitals.threads().getMax());
    }
}
