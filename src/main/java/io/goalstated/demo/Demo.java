package io.goalstated.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.artifact.RecordedVerdicts;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.StatusReport;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Plays the {@link Script} act by act: Azure asks, the agent does it, the terminal tells. */
public final class Demo {
    /** As long as an act may take; most take two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final SystemRoot root;
    private final Path samples;
    private final Storyteller teller;
    private final Chronicle chronicle;
    private final InstantSource clock = InstantSource.system();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Optional<StatusReport> last = Optional.empty();

    /** How it went. */
    public enum Ending {
        COMPLETE,
        INTERRUPTED
    }

    /**
     * @param root an empty directory of ours
     * @param samples the directory that holds the sample handlers
     */
    public Demo(SystemRoot root, Path samples, PrintWriter out, Screen screen) {
        this.root = root;
        this.samples = samples;
        this.teller = new Storyteller(out, screen, clock);
        this.chronicle = new Chronicle(teller, new RecordedVerdicts(new Disk(), root.resolve("/var/lib/waagent")));
    }

    /** Ends the demo early. Any thread may call it. */
    public void interrupt() {
        events.add(new Event.Interrupted());
    }

    /**
     * Plays everything. Blocks for some ten seconds; when it returns nothing runs any more.
     *
     * @param environment that handlers start from
     * @throws DemoFailure when an act does not come out as it should
     */
    public Ending play(Map<String, String> environment) throws DemoFailure, IOException, InterruptedException {
        teller.line("An agent and a fake Azure in this process, in " + root.directory()
                + ": no root rights, no network, nothing outside.");
        try (Stage stage = new Stage(root, events::add)) {
            FakeAzure azure = stage.openAzure();
            List<Act> acts = new Script(samples, azure.signer()).acts();
            for (int i = 0; i < acts.size(); i++) {
                teller.act(i + 1, acts.size(), acts.get(i).title());
                publish(acts.get(i), azure);
                if (i == 0) {
                    stage.startAgent(azure.addresses(), environment);
                }
                if (follow(acts.get(i)) == Ending.INTERRUPTED) {
                    return Ending.INTERRUPTED;
                }
            }
        }
        tellTheEnd();
        return Ending.COMPLETE;
    }

    private void publish(Act act, FakeAzure azure) {
        chronicle.begin(act);
        act.offers().forEach(offer -> azure.offer(offer.content()));
        azure.publish(act.goal()).viaFastTrack();
    }

    private Ending follow(Act act) throws DemoFailure, IOException, InterruptedException {
        Instant deadline = clock.instant().plus(PATIENCE);
        while (true) {
            long left = Duration.between(clock.instant(), deadline).toMillis();
            Event event = events.poll(Math.max(0, left), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new DemoFailure(lateness(act));
            } else if (event instanceof Event.Activity activity) {
                chronicle.heard(act, activity.view());
            } else if (event instanceof Event.Told told) {
                last = Optional.of(told.report());
                chronicle.heard(act, told.report());
                if (act.missing(told.report()).isEmpty()) {
                    return Ending.COMPLETE;
                }
            } else if (event instanceof Event.Interrupted) {
                teller.line("Interrupted.");
                return Ending.INTERRUPTED;
            }
        }
    }

    private String lateness(Act act) {
        String missing =
                last.flatMap(act::missing).map(Expectation::description).orElse("Azure is sent a status report");
        return "within " + PATIENCE.toSeconds() + " s it was expected that " + missing + "; the agent's log says more: "
                + log();
    }

    /** Where the agent's log is. */
    public Path log() {
        return root.resolve("/var/log/waagent.log");
    }

    private void tellTheEnd() {
        List<List<String>> rows = new ArrayList<>();
        last.ifPresent(report -> {
            for (JsonNode entry : report.handlers()) {
                rows.add(Told.of(entry).row());
            }
        });
        teller.line("");
        teller.line("This is what Azure was told at the end:");
        teller.line("");
        teller.table(List.of("EXTENSION", "VERSION", "HANDLER", "STATUS", "MESSAGE"), rows);
    }
}
