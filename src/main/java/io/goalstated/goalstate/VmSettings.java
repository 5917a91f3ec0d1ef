package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.goalstate.ExtensionsGoalState.Channel;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vmSettings document, the Fast Track channel's goal state (spec 01 §7).
 *
 * @param etag opaque; echoed to the host as received
 * @param hostPluginVersion of the sender; decides what its document means
 * @param schemaVersion for the log
 */
public record VmSettings(
        String etag, VersionNumber hostPluginVersion, VersionNumber schemaVersion, ExtensionsGoalState goalState) {
    /** Older host plug-ins answer, but not with something to act on: they count as having no such API. */
    private static final VersionNumber FIRST_SUPPORTED = new VersionNumber("1.0.8.133");

    /** Older ones leave the package signatures out, so that their absence says nothing. */
    private static final VersionNumber FIRST_WITH_SIGNATURES = new VersionNumber("1.0.8.159");

    /**
     * The goal state of that text. Unlike an ExtensionsConfig, one bad extension makes the whole document an error; a
     * name that cannot be part of a file name is the exception, it concerns its handler only.
     */
    public static VmSettings parse(String etag, String text) throws MalformedGoalState {
        FoldedObject document = FoldedObject.of("", json(text));
        VersionNumber hostPlugin = version(document, "hostGAPluginVersion");
        return new VmSettings(
                etag,
                hostPlugin,
                version(document, "vmSettingsSchemaVersion"),
                goalState(etag, document, !FIRST_WITH_SIGNATURES.isNewerThan(hostPlugin)));
    }

    /** Whether the host's version is new enough; if not, the answer counts as a 404 (spec 01 §6.5). */
    public boolean supportsFastTrack() {
        return !FIRST_SUPPORTED.isNewerThan(hostPluginVersion);
    }

    private static JsonNode json(String text) throws MalformedGoalState {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw FoldedObject.malformed(e.getMessage());
        }
    }

    private static VersionNumber version(FoldedObject document, String key) throws MalformedGoalState {
        return VersionNumber.parse(document.text(key).orElse("0.0.0.0"))
                .orElseThrow(() -> FoldedObject.malformed(key + " is not a version"));
    }

    private static ExtensionsGoalState goalState(String etag, FoldedObject document, boolean signatures)
            throws MalformedGoalState {
        List<HandlerGoal> handlers = new ArrayList<>();
        List<RejectedHandler> rejected = new ArrayList<>();
        for (FoldedObject extension : document.objects("extensionGoalStates")) {
            String name = extension.requiredText("name");
            String version = extension.requiredText("version");
            Optional<HandlerName> handler = HandlerName.parse(name);
            Optional<VersionNumber> number = VersionNumber.parse(version);
            if (handler.isPresent() && number.isPresent()) {
                handlers.add(FastTrackHandler.read(handler.get(), number.get(), extension));
            } else {
                rejected.add(RejectedHandler.of(name, version));
            }
        }
        Optional<FoldedObject> blob = statusBlob(document);
        return new ExtensionsGoalState(
                "etag_" + etag,
                source(document.text("extensionGoalStatesSource").orElse("")),
                Channel.HOST_PLUGIN,
                guid(document.text("activityId")),
                guid(document.text("correlationId")),
                Ticks.parse(document.get("extensionsLastModifiedTickCount")
                        .map(JsonNode::asText)
                        .orElse("")),
                document.get("inSvdSeqNo").orElse(TextNode.valueOf(ExtensionsGoalState.ZERO_GUID)),
                blob.isPresent() ? nonBlank(blob.get().requiredText("value")) : Optional.empty(),
                BlobType.parse(blob.flatMap(it -> it.get("statusBlobType"))
                        .map(JsonNode::asText)
                        .orElse("")),
                requiredFeatures(document),
                families(document),
                handlers,
                rejected,
                document.flag("onHold"),
                Optional.empty(),
                signatures);
    }

    private static Optional<FoldedObject> statusBlob(FoldedObject document) throws MalformedGoalState {
        Optional<JsonNode> blob = document.get("statusUploadBlob");
        return blob.isPresent() ? Optional.of(FoldedObject.of("statusUploadBlob", blob.get())) : Optional.empty();
    }

    private static Source source(String text) {
        if (text.equals(Source.FAST_TRACK.text())) {
            return Source.FAST_TRACK;
        }
        return text.equals(Source.FABRIC.text()) ? Source.FABRIC : Source.UNKNOWN;
    }

    private static List<String> requiredFeatures(FoldedObject document) throws MalformedGoalState {
        List<String> names = new ArrayList<>();
        for (FoldedObject feature : document.objects("requiredFeatures")) {
            names.add(feature.requiredText("name"));
        }
        return names;
    }

    private static List<AgentFamily> families(FoldedObject document) throws MalformedGoalState {
        List<AgentFamily> families = new ArrayList<>();
        for (FoldedObject family : document.objects("gaFamilies")) {
            families.add(new AgentFamily(
                    family.requiredText("name"),
                    family.text("version"),
                    family.text("fromVersion"),
                    family.get("isVersionFromRSM").filter(JsonNode::isBoolean).map(JsonNode::booleanValue),
                    family.get("isVMEnabledForRSMUpgrades")
                            .filter(JsonNode::isBoolean)
                            .map(JsonNode::booleanValue),
                    family.texts("uris")));
        }
        return families;
    }

    private static String guid(Optional<String> text) {
        return text.filter(guid -> !guid.isEmpty()).orElse(ExtensionsGoalState.ZERO_GUID);
    }

    private static Optional<String> nonBlank(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }
}
