package io.goalstated.polling;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.ArtifactsProfile;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.UnusableAnswer;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up whether the platform wants the extensions of a Fabric goal state to wait (spec 01 §4.5). At the first look
 * nothing that goes wrong holds anything back.
 */
final class HoldProfile {
    private static final Logger LOG = LoggerFactory.getLogger(HoldProfile.class);

    private final ArtifactChannels artifacts;
    private final BooleanSupplier honoured;
    private final Events events;
    /** The profile read last was none; told once until one is. */
    private boolean unusable;

    /**
     * @param honoured the owner lets the platform hold extensions back
     * @param events told of a profile that is none
     */
    HoldProfile(ArtifactChannels artifacts, BooleanSupplier honoured, Events events) {
        this.artifacts = artifacts;
        this.honoured = honoured;
        this.events = events;
    }

    /** That goal state, on hold or not as the platform says now. Never fails. */
    Future<ExtensionsGoalState> apply(ExtensionsGoalState goalState) {
        return ask(goalState).otherwise(cause -> {
            LOG.warn("No artifacts profile, nothing is held back; reason={}", cause.getMessage());
            return goalState.withOnHold(false);
        });
    }

    /** The same, but fails when there is no profile that could be read. */
    Future<ExtensionsGoalState> ask(ExtensionsGoalState goalState) {
        if (!honoured.getAsBoolean()) {
            return Future.succeededFuture(goalState.withOnHold(false));
        }
        if (goalState.artifactsProfileUri().isEmpty()) {
            return Future.succeededFuture(goalState);
        }
        return artifacts
                .optionalDocument(goalState.artifactsProfileUri().get(), this::read)
                .map(profile -> goalState.withOnHold(profile.onHold()));
    }

    /** Fails when it is no profile: the other channel may bring one. */
    private Future<ArtifactsProfile> read(String text) {
        ArtifactsProfile profile = ArtifactsProfile.parse(text);
        boolean news = !unusable;
        unusable = profile.problem().isPresent();
        if (!unusable) {
            return Future.succeededFuture(profile);
        }
        String problem = profile.problem().orElseThrow();
        if (news) {
            events.tell(AgentEvent.failed(
                    Operation.ARTIFACTS_PROFILE_BLOB, "Cannot use the artifacts profile: " + problem));
        }
        return Future.failedFuture(new UnusableAnswer(problem));
    }
}
