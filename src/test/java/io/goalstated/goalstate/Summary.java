package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import java.util.Optional;

/** Writes a goal state the way the corpus states its expectations. */
final class Summary {
    private Summary() {}

    static ObjectNode of(ExtensionsGoalState goalState) {
        ObjectNode out = Json.object();
        out.put("channel", goalState.channel().text());
        out.put("source", goalState.source().text());
        out.put("activityId", goalState.activityId());
        out.put("correlationId", goalState.correlationId());
        boolean dated = goalState.createdOn().compareTo(Ticks.MINIMUM) > 0;
        out.put("createdOnTicks", dated ? Long.toString(goalState.createdOn().value()) : null);
        out.put("statusUploadBlob", goalState.statusBlobUri().orElse(null));
        out.put("statusBlobType", goalState.statusBlobType().text());
        goalState.requiredFeatures().forEach(out.putArray("requiredFeatures")::add);
        RequiredFeatures.unsupported(goalState).forEach(out.putArray("unsupportedRequiredFeatures")::add);
        ArrayNode families = out.putArray("agentFamilies");
        goalState.agentFamilies().forEach(family -> families.add(family(family)));
        out.put("handlerCount", goalState.handlers().size());
        ArrayNode handlers = out.putArray("handlers");
        goalState.handlers().forEach(handler -> handlers.add(handler(handler)));
        ArrayNode order = out.putArray("processingOrder");
        for (ProcessingOrder.Item item : ProcessingOrder.of(goalState.handlers())) {
            order.addObject().put("sortKey", item.sortKey()).put("extension", item.fullName());
        }
        return out;
    }

    static ObjectNode ofFabric(ExtensionsGoalState goalState) {
        ObjectNode out = of(goalState);
        out.put("hasInVMArtifactsProfileBlob", goalState.artifactsProfileUri().isPresent());
        return out;
    }

    static ObjectNode of(VmSettings settings) {
        ObjectNode out = of(settings.goalState());
        out.put("hostGAPluginVersion", settings.hostPluginVersion().text());
        out.put("schemaVersion", settings.schemaVersion().text());
        out.set("inSvdSeqNo", settings.goalState().svdSequenceNumber());
        out.put("onHold", settings.goalState().onHold());
        out.put("supported", settings.supportsFastTrack());
        out.put("supportsEncodedSignature", settings.goalState().signaturesMeaningful());
        return out;
    }

    private static JsonNode family(AgentFamily family) {
        ObjectNode out = Json.object();
        out.put("name", family.name());
        out.put("version", family.version().orElse(null));
        out.put("fromVersion", family.fromVersion().orElse(null));
        out.put("isVersionFromRSM", family.versionFromRsm().orElse(null));
        out.put("isVMEnabledForRSMUpgrades", family.enabledForRsmUpgrades().orElse(null));
        family.uris().forEach(out.putArray("uris")::add);
        return out;
    }

    private static JsonNode handler(HandlerGoal handler) {
        ObjectNode out = Json.object();
        out.put("name", handler.name().value());
        out.put("version", handler.version().text());
        out.put("state", handler.state().text());
        out.put("multiConfig", handler.multiConfig());
        handler.manifestUris().forEach(out.putArray("manifestUris")::add);
        out.put(
                "encodedSignatureLength",
                handler.encodedSignature().map(String::length).orElse(0));
        out.put(
                "invalidSetting",
                handler.invalid().map(it -> it.category().name()).orElse(null));
        ArrayNode settings = out.putArray("settings");
        handler.settings().forEach(it -> settings.add(settings(it)));
        return out;
    }

    private static JsonNode settings(ExtensionSettings settings) {
        ObjectNode out = Json.object();
        out.put("name", settings.name());
        out.put("sequenceNumber", settings.sequenceNumber().value());
        out.put("state", settings.state());
        out.put("dependencyLevel", settings.dependencyLevel());
        out.set("publicSettings", settings.publicSettings().orElse(NullNode.instance));
        Optional<Integer> length = settings.protectedSettings().map(String::length);
        out.put("protectedSettingsLength", length.orElse(null));
        out.put("certificateThumbprint", settings.thumbprint().orElse(null));
        return out;
    }
}
