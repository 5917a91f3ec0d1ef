package io.goalstated.demo;

import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that Azure asks for, and how one sees that the agent has done it.
 *
 * @param offers what is published in the package store before the goal is
 * @param aside what must be so as well before the act is over, and is no part of the story
 */
record Act(String title, List<SignedOffer> offers, Goal goal, List<Expectation> expectations, List<Expectation> aside) {
    Act {
        offers = List.copyOf(offers);
        expectations = List.copyOf(expectations);
        aside = List.copyOf(aside);
    }

    Act(String title, List<SignedOffer> offers, Goal goal, List<Expectation> expectations) {
        this(title, offers, goal, expectations, List.of());
    }

    /** Whether it is about that handler; what the others do meanwhile is routine. */
    boolean isAbout(String handler) {
        return expectations.stream()
                .anyMatch(expectation -> expectation.handler().equals(handler));
    }

    /** What that report does not say yet; empty when the act is over. */
    Optional<Expectation> missing(StatusReport report) {
        return Stream.concat(expectations.stream(), aside.stream())
                .filter(expectation -> !expectation.fulfilled().test(report))
                .findFirst();
    }
}
