package io.goalstated.lab;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A goal as it went out: stamped, numbered, its secrets encrypted. It never changes again, whatever happens to the
 * platform's certificate or to the packages on offer.
 *
 * @param createdTicks 100 ns units since 0001-01-01T00:00:00Z
 */
record PublishedGoal(
        Source source,
        long createdTicks,
        long svdSequenceNumber,
        UUID activityId,
        UUID correlationId,
        List<Handler> handlers,
        List<String> requiredFeatures) {
    /** As {@code extensionGoalStatesSource} spells it. */
    enum Source {
        FABRIC("Fabric"),
        FAST_TRACK("FastTrack");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    record Handler(WantedHandler wanted, Optional<String> signature, List<Extension> extensions) {
        Handler {
            extensions = List.copyOf(extensions);
        }
    }

    record Extension(WantedExtension wanted, Optional<Ciphertext> protectedSettings) {}

    /** @param base64 a CMS for the certificate of that thumbprint */
    record Ciphertext(String base64, String thumbprint) {}

    PublishedGoal {
        handlers = List.copyOf(handlers);
        requiredFeatures = List.copyOf(requiredFeatures);
    }
}
