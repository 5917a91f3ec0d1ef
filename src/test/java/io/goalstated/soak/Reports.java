package io.goalstated.soak;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every report that arrives: each must be whole, none may tell of older settings than one before it, and none may call the
 * extension ready and keep its settings to itself. While a new version takes the place of another, and has not been enabled
 * yet, there is nothing to tell of settings.
 */
final class Reports {
    private final FakeAzure azure;
    private final List<String> faults = new ArrayList<>();
    private Instant seen = Instant.MIN;
    private int newest = -1;
    private int count;

    Reports(FakeAzure azure) {
        this.azure = azure;
    }

    void read() {
        Instant from = seen;
        for (StatusReport report : azure.statuses().matching(each -> each.time().isAfter(from))) {
            seen = report.time();
            count++;
            report.problem().ifPresent(problem -> faults.add("a report that is no JSON: " + problem));
            int number = report.sequenceNumber(SoakHandler.NAME);
            if (number < 0 ? isReady(report) : number < newest) {
                faults.add("a report about settings " + number + " after one about " + newest);
            }
            newest = Math.max(newest, number);
        }
    }

    private static boolean isReady(StatusReport report) {
        return report.handler(SoakHandler.NAME)
                .filter(handler -> handler.path("status").asText().equals("Ready"))
                .isPresent();
    }

    int count() {
        return count;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }
}
