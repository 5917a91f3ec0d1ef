package io.goalstated.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.artifact.RecordedVerdicts;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.lab.StatusReport;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.SupervisionView.HandlerView;
import io.goalstated.supervise.SupervisionView.Progress;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what is heard into the story: says what is new, and only once. */
final class Chronicle {
    private static final String IDLE = "";
    /** For its turn, usually some milliseconds: not worth a line. */
    private static final String WAITS_FOR_TURN = "Waiting to ";

    private final Storyteller teller;
    private final RecordedVerdicts verdicts;
    private final Map<HandlerName, String> activities = new HashMap<>();
    private final Map<String, Told> told = new HashMap<>();
    /** Packages whose verdict has not been told. */
    private final List<SignedOffer> unverified = new ArrayList<>();

    Chronicle(Storyteller teller, RecordedVerdicts verdicts) {
        this.teller = teller;
        this.verdicts = verdicts;
    }

    void begin(Act act) {
        unverified.addAll(act.offers());
    }

    void heard(Act act, SupervisionView view) throws IOException {
        List<String> now = new ArrayList<>();
        for (HandlerView handler : view.handlers()) {
            String activity = handler.progress().map(Progress::activity).orElse(IDLE);
            String before = activities.put(handler.name(), activity);
            if (activity.equals(IDLE) || activity.startsWith(WAITS_FOR_TURN)) {
                continue;
            }
            now.add(handler.name().type() + ": " + activity);
            if (act.isAbout(handler.name().value()) && !activity.equals(before)) {
                teller.activity(handler.name().type() + " " + handler.version(), activity);
            }
        }
        tellVerdicts();
        teller.activities(String.join(", ", now));
    }

    /** A verdict is on the disk as soon as the package is unpacked. */
    private void tellVerdicts() throws IOException {
        for (SignedOffer offer : List.copyOf(unverified)) {
            Optional<Verdict> verdict = verdicts.find(
                    new HandlerName(offer.content().name()),
                    new VersionNumber(offer.content().version()),
                    Optional.of(offer.signature()));
            if (verdict.isPresent()) {
                unverified.remove(offer);
                teller.event(
                        shortName(offer.content().name()) + " "
                                + offer.content().version(),
                        (verdict.get().isFlawless() ? "package verified, " : "package not trusted, ")
                                + verdict.get().summary());
            }
        }
    }

    void heard(Act act, StatusReport report) {
        for (JsonNode entry : report.handlers()) {
            Told line = Told.of(entry);
            if (!line.equals(told.put(line.handler(), line)) && act.isAbout(line.handler())) {
                teller.event(shortName(line.handler()) + " " + line.version(), "Azure is told: " + line.text());
            }
        }
        for (String handler : List.copyOf(told.keySet())) {
            if (report.handler(handler).isEmpty()) {
                told.remove(handler);
                teller.event(shortName(handler), "Azure is told nothing of it any more");
            }
        }
    }

    private static String shortName(String handler) {
        return handler.substring(handler.lastIndexOf('.') + 1);
    }
}
