package io.goalstated.report;

import io.goalstated.supervise.SupervisionView;
import java.util.List;

/**
 * All that is to be reported of extensions, at one moment.
 *
 * @param unsettled a handler seems to be writing its first status at this very moment: worth waiting for
 */
public record Observation(SupervisionView view, List<HandlerObservation> handlers, boolean unsettled) {
    public Observation {
        handlers = List.copyOf(handlers);
    }
}
