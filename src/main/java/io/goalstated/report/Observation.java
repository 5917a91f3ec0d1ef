package io.goalstated.report;

import io.goalstated.supervise.SupervisionView;
import java.util.List;
import java.util.Objects;

/**
 * All that is to be reported of extensions, at one moment.
 *
 * @param unsettled a handler seems to be writing its first status at this very moment: worth waiting for
 */
public record Observation(SupervisionView view, List<HandlerObservation> handlers, boolean unsettled) {
    public Observation {
        handlers = List.copyOf(handlers);
    }

    /** Whether nothing is another than it was then. Comes of identical parts at almost no cost. */
    boolean isAs(Observation earlier) {
        if (unsettled != earlier.unsettled
                || !Objects.equals(view, earlier.view)
                || handlers.size() != earlier.handlers.size()) {
            return false;
        }
        for (int i = 0; i < handlers.size(); i++) {
            if (!handlers.get(i).isAs(earlier.handlers.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether something is going on, so that what is to be said changes with the time alone. */
    boolean isUnderWay() {
        return view.handlers().stream().anyMatch(SupervisionView.HandlerView::isUnderWay);
    }
}
