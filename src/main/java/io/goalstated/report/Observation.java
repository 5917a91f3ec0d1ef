package io.goalstated.report;

import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.supervise.SupervisionView;
import java.util.List;

/**
 * All that is to be reported of the VM and its extensions, at one moment.
 *
 * @param unsettled a handler seems to be writing its first status at this very moment: worth waiting for
 */
public record Observation(Guest guest, SupervisionView view, List<HandlerObservation> handlers, boolean unsettled) {
    public Observation {
        handlers = List.copyOf(handlers);
    }

    /** Whether all of it is the very same as then; what was read or published anew is not. */
    @SuppressWarnings("ReferenceEquality") // Values would be compared for the price of what this saves.
    boolean isAs(Observation earlier) {
        if (view != earlier.view
                || unsettled != earlier.unsettled
                || handlers.size() != earlier.handlers.size()
                || !guest.equals(earlier.guest)) {
            return false;
        }
        for (int i = 0; i < handlers.size(); i++) {
            if (!handlers.get(i).saysTheSame(earlier.handlers.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a status file says that its extension is still at work. */
    boolean isTransitioning() {
        return handlers.stream()
                .flatMap(handler -> handler.extensions().stream())
                .anyMatch(extension -> extension
                        .file()
                        .word()
                        .filter(Word.TRANSITIONING::equals)
                        .isPresent());
    }

    /** Whether something is going on, so that what is to be said changes with the time alone. */
    boolean isUnderWay() {
        return view.handlers().stream().anyMatch(SupervisionView.HandlerView::isUnderWay);
    }
}
