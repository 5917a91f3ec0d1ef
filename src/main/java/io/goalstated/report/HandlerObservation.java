package io.goalstated.report;

import io.goalstated.extension.Heartbeat;
import io.goalstated.extension.StatusFile;
import io.goalstated.supervise.SupervisionView.ExtensionView;
import io.goalstated.supervise.SupervisionView.HandlerView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One handler with what it says of itself at this moment.
 *
 * @param heartbeat empty when none is to be expected, or not yet
 * @param extensions those of the view, in its order
 */
public record HandlerObservation(HandlerView handler, Optional<Heartbeat> heartbeat, List<Extension> extensions) {

    /**
     * One set of settings and its status file.
     *
     * @param place of the file, for messages
     * @param modified when the content was written; only later than a command's start it can speak of that command
     */
    public record Extension(ExtensionView view, StatusFile file, String place, Instant modified) {
        @SuppressWarnings("ReferenceEquality") // See Observation.
        private boolean saysTheSame(Extension earlier) {
            return file == earlier.file && modified.equals(earlier.modified) && place.equals(earlier.place);
        }
    }

    public HandlerObservation {
        extensions = List.copyOf(extensions);
    }

    /** Whether it is what it said of itself at an earlier look for the same view. */
    boolean saysTheSame(HandlerObservation earlier) {
        if (!heartbeat.equals(earlier.heartbeat) || extensions.size() != earlier.extensions.size()) {
            return false;
        }
        for (int i = 0; i < extensions.size(); i++) {
            if (!extensions.get(i).saysTheSame(earlier.extensions.get(i))) {
                return false;
            }
        }
        return true;
    }
}
