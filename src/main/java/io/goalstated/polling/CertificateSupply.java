package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Sees to it that the certificates which a goal state's settings name are on disk before anything is done with them. */
final class CertificateSupply {
    private final CertificateDesk desk;
    private final History history;

    CertificateSupply(CertificateDesk desk, History history) {
        this.desk = desk;
        this.history = history;
    }

    /** That snapshot with its certificates, as far as they can be had. */
    Future<GoalStateSnapshot> supply(GoalStateSnapshot snapshot) {
        Optional<String> uri = snapshot.document().certificates();
        return lacking(snapshot)
                .compose(missing -> missing.isEmpty() || uri.isEmpty()
                        ? Future.succeededFuture(snapshot)
                        : desk.refresh(uri.get()).map(summaries -> {
                            history.add("Certificates.json", CertificateSummary.json(summaries));
                            return snapshot.withCertificates(summaries);
                        }));
    }

    /** Thumbprints that its settings name and that are not on disk. */
    Future<Set<String>> lacking(GoalStateSnapshot snapshot) {
        return desk.missing(thumbprints(snapshot.extensions()));
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
