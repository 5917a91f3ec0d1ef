package io.goalstated.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Recording;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Feeds a recorded platform to an agent in a scratch root, at the pace of the recording, and tells what the agent
 * reports. Keys are no part of a recording: protected settings stay closed, and what needs them fails.
 */
public final class Replay {
    /** So long nothing new is reported after the last recorded change: it is over. */
    private static final Duration CALM = Duration.ofSeconds(5);
    /** Commands of handlers may take a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final SystemRoot root;
    private final Recording recording;
    private final PrintWriter out;
    private final InstantSource clock = InstantSource.system();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, Told> told = new HashMap<>();

    /** @param root a directory of ours */
    public Replay(SystemRoot root, Recording recording, PrintWriter out) {
        this.root = root;
        this.recording = recording;
        this.out = out;
    }

    /** Ends it early. Any thread may call it. */
    public void interrupt() {
        events.add(new Event.Interrupted());
    }

    /**
     * Blocks until the recording is over and the agent has come to rest; when it returns nothing runs any more.
     *
     * @throws DemoFailure when the agent does not come to rest
     */
    public Demo.Ending play(Map<String, String> environment) throws DemoFailure, IOException, InterruptedException {
        try (Stage stage = new Stage(root, events::add)) {
            FakeAzure azure = stage.openAzure(recording);
            stage.startAgent(azure.addresses(), environment);
            return follow(clock.instant());
        }
    }

    private Demo.Ending follow(Instant began) throws DemoFailure, InterruptedException {
        Instant over = began.plus(recording.length());
        Instant news = began;
        Optional<StatusReport> last = Optional.empty();
        while (clock.instant().isBefore(over.plus(PATIENCE))) {
            Event event = events.poll(CALM.toMillis() / 10, TimeUnit.MILLISECONDS);
            if (event instanceof Event.Interrupted) {
                return Demo.Ending.INTERRUPTED;
            }
            if (event instanceof Event.Told report) {
                last = Optional.of(report.report());
                news = tell(report.report(), began) ? clock.instant() : news;
            }
            boolean calm = clock.instant().isAfter((news.isAfter(over) ? news : over).plus(CALM));
            if (calm && last.filter(Replay::isSettled).isPresent()) {
                return Demo.Ending.COMPLETE;
            }
        }
        throw new DemoFailure(
                "the agent has not come to rest " + PATIENCE.toMinutes() + " min after the recording's end");
    }

    private static boolean isSettled(StatusReport report) {
        for (JsonNode entry : report.handlers()) {
            if (Told.of(entry).extensionStatus().equals("transitioning")) {
                return false;
            }
        }
        return !report.goalState().isMissingNode();
    }

    /** Whether there was anything new in it. */
    private boolean tell(StatusReport report, Instant began) {
        boolean news = false;
        for (JsonNode entry : report.handlers()) {
            Told line = Told.of(entry);
            String extension =
                    entry.path("runtimeSettingsStatus").path("extensionName").asText();
            if (!line.equals(told.put(line.handler() + "/" + extension, line))) {
                news = true;
                double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
                out.printf("%8.1f s  %s %s: %s%n", seconds, line.handler(), line.version(), line.text());
            }
        }
        out.flush();
        return news;
    }
}
