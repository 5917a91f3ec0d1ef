package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.HandlerName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The extensions that a VM should have, from either channel: an ExtensionsConfig document (Fabric) or a vmSettings
 * document (Fast Track).
 *
 * @param id {@code incarnation_<n>} or {@code etag_<etag>}; equal ids mean the same goal state, nothing else is
 *     comparable
 * @param activityId for logs and telemetry; the zero GUID when the document has none
 * @param correlationId likewise
 * @param createdOn decides which of the two channels' goal states is newer
 * @param svdSequenceNumber {@code inSvdSeqNo} as it goes back in the status blob, with its JSON type (spec 01 §10.2)
 * @param statusBlobUri where status goes; empty when the document names none
 * @param statusBlobType {@link BlobType#BLOCK} unless the document says otherwise
 * @param requiredFeatures names that the agent must know, else nothing of this goal state may run (spec 01 §10.4)
 * @param agentFamilies shown, never acted on (design 15)
 * @param handlers in document order, those with unusable settings included
 * @param rejected handlers whose name or version cannot be used at all
 * @param onHold vmSettings say so; for Fabric the artifacts profile does, once fetched
 * @param artifactsProfileUri Fabric only: where {@code onHold} is to be looked up
 * @param signaturesMeaningful whether the sender fills in package signatures at all
 */
public record ExtensionsGoalState(
        String id,
        Source source,
        Channel channel,
        String activityId,
        String correlationId,
        Ticks createdOn,
        JsonNode svdSequenceNumber,
        Optional<String> statusBlobUri,
        BlobType statusBlobType,
        List<String> requiredFeatures,
        List<AgentFamily> agentFamilies,
        List<HandlerGoal> handlers,
        List<RejectedHandler> rejected,
        boolean onHold,
        Optional<String> artifactsProfileUri,
        boolean signaturesMeaningful) {

    public static final String ZERO_GUID = "00000000-0000-0000-0000-000000000000";

    /** Who made the document. Only {@code Fabric} and {@code FastTrack} are told apart; the rest is carried along. */
    public enum Source {
        FABRIC("Fabric"),
        FAST_TRACK("FastTrack"),
        EMPTY("Empty"),
        UNKNOWN("UNKNOWN");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Where the document came from. */
    public enum Channel {
        WIRE_SERVER("WireServer"),
        HOST_PLUGIN("HostGAPlugin"),
        EMPTY("Empty");

        private final String text;

        Channel(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The two kinds of blob that status can be written to. */
    public enum BlobType {
        BLOCK("BlockBlob"),
        PAGE("PageBlob");

        private final String text;

        BlobType(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Anything but {@code PageBlob}, absent included, is a block blob (spec 01 §13 row 11). */
        public static BlobType parse(String text) {
            return text.equals(PAGE.text) ? PAGE : BLOCK;
        }
    }

    public ExtensionsGoalState {
        requiredFeatures = List.copyOf(requiredFeatures);
        agentFamilies = List.copyOf(agentFamilies);
        handlers = List.copyOf(handlers);
        rejected = List.copyOf(rejected);
    }

    /**
     * Handlers that are asked for in a way that cannot be carried out: they are not gone from the goal state, and what of
     * them is on the disk stays as it is (spec 01 §13 row 17).
     */
    public Set<HandlerName> rejectedNames() {
        Set<HandlerName> names = new LinkedHashSet<>();
        rejected.forEach(handler -> HandlerName.parse(handler.name()).ifPresent(names::add));
        return names;
    }

    public ExtensionsGoalState withOnHold(boolean hold) {
        return new ExtensionsGoalState(
                id,
                source,
                channel,
                activityId,
                correlationId,
                createdOn,
                svdSequenceNumber,
                statusBlobUri,
                statusBlobType,
                requiredFeatures,
                agentFamilies,
                handlers,
                rejected,
                hold,
                artifactsProfileUri,
                signaturesMeaningful);
    }
}
