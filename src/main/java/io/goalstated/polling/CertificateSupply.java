package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.Incarnation;
import io.goalstated.platform.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gets the VM's certificates to the disk: those that a goal state's settings name before anything is done with them, and
 * those of each incarnation in any case, a moment later, for the keys of users and for other software (spec 01 §8.1).
 */
final class CertificateSupply {
    /** Nobody waits for certificates that no settings name, and opening them is work. */
    private static final Duration UNHURRIED = Duration.ofSeconds(2);

    private final CertificateDesk desk;
    private final History history;
    private final Timers timers;
    private Optional<Timers.Timer> later = Optional.empty();
    /** Whose certificates have been asked for last. */
    private Optional<Incarnation> served = Optional.empty();

    private Future<Void> fetched = Future.succeededFuture();
    private List<CertificateSummary> known = List.of();

    CertificateSupply(CertificateDesk desk, History history, Timers timers) {
        this.desk = desk;
        this.history = history;
        this.timers = timers;
    }

    /** Completes when the certificates that its settings name are on disk, as far as they can be had. */
    Future<Void> supply(GoalStateSnapshot snapshot) {
        return lacking(snapshot)
                .compose(missing ->
                        missing.isEmpty() || snapshot.document().certificates().isEmpty()
                                ? Future.succeededFuture()
                                : fetch(snapshot.document()));
    }

    /** Thumbprints that its settings name and that are not on disk. */
    Future<Set<String>> lacking(GoalStateSnapshot snapshot) {
        return desk.missing(thumbprints(snapshot.extensions()));
    }

    /** That goal state is in force: its certificates are fetched, in a moment and once. */
    void keepUp(GoalStateDocument document) {
        if (!isServed(document)) {
            stop();
            later = Optional.of(timers.after(UNHURRIED, () -> all(document)));
        }
    }

    /** All certificates of that goal state, at once; completes when they are on disk, as far as they can be had. */
    Future<Void> all(GoalStateDocument document) {
        return isServed(document) ? fetched : fetch(document);
    }

    /** Fetches nothing that was put off. */
    void stop() {
        later.ifPresent(Timers.Timer::cancel);
        later = Optional.empty();
    }

    private boolean isServed(GoalStateDocument document) {
        return served.filter(document.incarnation()::equals).isPresent();
    }

    private Future<Void> fetch(GoalStateDocument document) {
        stop();
        served = Optional.of(document.incarnation());
        fetched = document.certificates()
                .map(uri -> desk.refresh(uri).onSuccess(this::keep).<Void>mapEmpty())
                .orElse(Future.succeededFuture());
        return fetched;
    }

    /** What was fetched last. */
    List<CertificateSummary> known() {
        return known;
    }

    private void keep(List<CertificateSummary> summaries) {
        known = List.copyOf(summaries);
        history.add("Certificates.json", CertificateSummary.json(summaries));
    }

    private static Set<String> thumbprints(ExtensionsGoalState goalState) {
        Set<String> thumbprints = new HashSet<>();
        for (HandlerGoal handler : goalState.handlers()) {
            for (ExtensionSettings settings : handler.settings()) {
                if (settings.protectedSettings().isPresent()
                        && settings.thumbprint().isPresent()) {
                    thumbprints.add(settings.thumbprint().get().toUpperCase(Locale.ROOT));
                }
            }
        }
        return thumbprints;
    }
}
