package io.goalstated.lab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A goal on its way out: say by which channel. Encrypts protected settings and signs packages, so the first one with
 * such contents blocks for some tenths of a second.
 */
public final class Publication {
    private static final long UNIX_EPOCH_SECONDS = 62_135_596_800L;

    private final Platform platform;
    private final Goal goal;
    private final Instant created;

    Publication(Platform platform, Goal goal, Instant created) {
        this.platform = platform;
        this.goal = goal;
        this.created = created;
    }

    /** Pretends that the goal was made then; agents prefer the later one (spec 01 §8.1). */
    public Publication createdAt(Instant time) {
        return new Publication(platform, goal, time);
    }

    /** As a new incarnation, and mirrored in vmSettings unless {@link Switch#FABRIC_IN_VM_SETTINGS} is off. */
    public Published viaFabric() {
        return platform.publish(freeze(PublishedGoal.Source.FABRIC));
    }

    /** As new vmSettings; the incarnation stays. */
    public Published viaFastTrack() {
        return platform.publish(freeze(PublishedGoal.Source.FAST_TRACK));
    }

    private PublishedGoal freeze(PublishedGoal.Source source) {
        return new PublishedGoal(
                source,
                ticks(created),
                platform.nextSvdSequenceNumber(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                goal.handlers().stream().map(this::freeze).toList(),
                goal.requiredFeatures());
    }

    private PublishedGoal.Handler freeze(WantedHandler handler) {
        List<PublishedGoal.Extension> extensions =
                handler.extensions().stream().map(this::freeze).toList();
        return new PublishedGoal.Handler(handler, platform.signature(handler), extensions);
    }

    private PublishedGoal.Extension freeze(WantedExtension extension) {
        Optional<PublishedGoal.Ciphertext> secret =
                extension.protectedSettings().map(platform::encrypt);
        return new PublishedGoal.Extension(extension, secret);
    }

    static long ticks(Instant time) {
        return (time.getEpochSecond() + UNIX_EPOCH_SECONDS) * 10_000_000L + time.getNano() / 100;
    }
}
