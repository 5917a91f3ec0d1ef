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
    /** For its turn, usually some milliseconds: not worth a line. */
    private static final String WAITS_FOR_TURN = "Waiting to ";

    /** What is done, and of which version. */
    private record Doing(String activity, String version) {
        static final Doing NOTHING = new Doing("", "");

        static Doing of(Progress progress) {
            return new Doing(progress.activity(), progress.version().text());
        }
    }

    private final Storyteller teller;
    private final RecordedVerdicts verdicts;
    private final Map<HandlerName, Doing> activities = new HashMap<>();
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
            Doing doing = handler.progress().map(Doing::of).orElse(Doing.NOTHING);
            Doing before = activities.put(handler.name(), doing);
            if (doing.equals(Doing.NOTHING) || doing.activity().startsWith(WAITS_FOR_TURN)) {
                continue;
            }
            now.add(handler.name().type() + ": " + doing.activity());
            if (act.isAbout(handler.name().value()) && !doing.equals(before)) {
                teller.activity(handler.name().type() + " " + doing.version(), doing.activity());
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
